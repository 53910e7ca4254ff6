import unittest

from scheduler.processor import DagFileProcessor


def two_dags(url):
    return ["etl: 4", "report: 2"]


def broken(url):
    return ["broken"]


class ProcessorTest(unittest.TestCase):
    def processor(self, fetch):
        return DagFileProcessor("https://dags.test/bundle", timeout=8, fetch=fetch)

    def test_parses_what_was_fetched(self):
        dags = self.processor(two_dags).process()
        self.assertEqual([dag.ident for dag in dags], ["etl", "report"])

    def test_broken_file_is_reported(self):
        with self.assertRaises(ValueError):
            self.processor(broken).process()


if __name__ == "__main__":
    unittest.main()
