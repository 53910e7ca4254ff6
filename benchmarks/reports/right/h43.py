"""Tests of a worker: the process gets plain functions and values of the test, never the test itself."""

import multiprocessing as mp
import unittest


def double(numbers, results):
    for number in numbers:
        results.put(number * 2)


class DoubleTest(unittest.TestCase):
    numbers = (1, 2, 3)

    def setUp(self):
        self.results = mp.SimpleQueue()
        self.process = mp.Process(target=double, args=(self.numbers, self.results))
        self.process.start()
        self.addCleanup(self.process.join)

    def test_doubles(self):
        self.assertEqual([self.results.get() for _ in self.numbers], [2, 4, 6])


if __name__ == "__main__":
    unittest.main()
