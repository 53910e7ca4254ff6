"""Functions the tests send to children (modules of tests are imported there too)."""
import multiprocessing
import os
import time
import unittest


def square(n):
    return n * n


def linger(n):
    time.sleep(n)
    return n


def leave(n):
    if n == 3:
        os._exit(5)
    return n


class MethodsMixin:
    """Runs the tests of a case under one start method; subclasses name it."""

    method = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.method is None:
            raise unittest.SkipTest("base class")
        cls.ctx = multiprocessing.get_context(cls.method)

    def assertNoChildren(self):
        self.assertEqual(multiprocessing.active_children(), [])
