import unittest

from scheduler.dagbag import Dag, parse


class ParseTest(unittest.TestCase):
    def test_lines(self):
        self.assertEqual(parse(["daily: 3", "hourly:1"]), [Dag("daily", 3), Dag("hourly", 1)])


if __name__ == "__main__":
    unittest.main()
