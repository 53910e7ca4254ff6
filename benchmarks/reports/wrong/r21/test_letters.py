import multiprocessing
import unittest

import letters


class ScanTest(unittest.TestCase):
    def setUp(self):
        self.manager = multiprocessing.Manager()
        letters.TALLY = self.manager.dict()
        self.corpus = letters.Corpus(["Adder", "Fox", "Stag"])

    def tearDown(self):
        self.manager.shutdown()
        letters.TALLY = None

    def test_length(self):
        self.assertEqual(self.corpus.scan(1), 12)

    def test_tally(self):
        self.corpus.scan(1)
        self.assertEqual(letters.TALLY["a"], 2)
        self.assertEqual(sorted(letters.TALLY.keys()), self.corpus.alphabet)
