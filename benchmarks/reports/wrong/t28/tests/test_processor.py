import unittest
from unittest import mock

from scheduler.processor import DagFileProcessor


class ProcessorTest(unittest.TestCase):
    def setUp(self):
        self.processor = DagFileProcessor("https://dags.test/bundle", timeout=8)

    @mock.patch("scheduler.dagbag.fetch_bundle", return_value=["etl: 4", "report: 2"])
    def test_parses_what_was_fetched(self, _fetch):
        dags = self.processor.process()
        self.assertEqual([dag.ident for dag in dags], ["etl", "report"])

    @mock.patch("scheduler.dagbag.fetch_bundle", return_value=["broken"])
    def test_broken_file_is_reported(self, _fetch):
        with self.assertRaises(ValueError):
            self.processor.process()


if __name__ == "__main__":
    unittest.main()
