import unittest
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

from billing import batch, rates


class BatchTest(unittest.TestCase):
    @mock.patch.object(rates, "fetch_rate", side_effect={"EUR": 2.0, "CHF": 4.0}.get)
    def test_total_in_threads(self, fetch):
        """The patch holds for threads of this process."""
        self.assertEqual(batch.total([("EUR", 1), ("CHF", 2)], ThreadPoolExecutor), 10)
        self.assertEqual(fetch.call_count, 2)

    def test_failures_in_processes(self):
        self.assertEqual(batch.failures([("EUR", 1), ("CHF", 2)]), 2)
