import unittest
from contextlib import closing

from pipes.fanout import ChildFailed, fan_out

from .support import MethodsMixin, leave, linger, square


class Fanout(MethodsMixin, unittest.TestCase):
    def test_all_results(self):
        self.assertEqual(dict(fan_out(square, range(7), context=self.ctx)), {n: n * n for n in range(7)})

    def test_limit_one_keeps_order(self):
        got = list(fan_out(square, [3, 2, 1], limit=1, context=self.ctx))
        self.assertEqual(got, [(0, 9), (1, 4), (2, 1)])

    def test_left_early(self):
        with closing(fan_out(linger, [0, 30, 30], context=self.ctx)) as stream:
            self.assertEqual(next(stream), (0, 0))
        self.assertNoChildren()

    def test_dead_child(self):
        with self.assertRaises(ChildFailed) as caught:
            # one at a time: no sibling can hold the dead child's end of the pipe
            list(fan_out(leave, [1, 2, 3], limit=1, context=self.ctx))
        self.assertEqual((caught.exception.index, caught.exception.exitcode), (2, 5))
        self.assertNoChildren()

    def test_nothing(self):
        self.assertEqual(list(fan_out(square, [], context=self.ctx)), [])


class FanoutSpawn(Fanout):
    method = "spawn"


class FanoutForkserver(Fanout):
    method = "forkserver"


if __name__ == "__main__":
    unittest.main()
