import unittest

from pipes.lines import LineServer

from .support import MethodsMixin


class Lines(MethodsMixin, unittest.TestCase):
    def setUp(self):
        self.server = LineServer(self.ctx)
        self.finished = False
        self.addCleanup(self.finish)

    def finish(self):
        if self.finished:
            return None
        self.finished = True
        return self.server.finish()

    def test_cut_in_the_middle(self):
        self.assertEqual(self.server.feed(b"one\ntw"), [b"one"])
        self.assertEqual(self.server.feed(b"o\nthree"), [b"two"])
        self.assertEqual(self.finish(), [b"three"])

    def test_no_rest(self):
        self.assertEqual(self.server.feed(b"a\nb\n"), [b"a", b"b"])
        self.assertEqual(self.finish(), [])

    def test_empty_feed(self):
        self.assertEqual(self.server.feed(b""), [])


class LinesSpawn(Lines):
    method = "spawn"


class LinesForkserver(Lines):
    method = "forkserver"
