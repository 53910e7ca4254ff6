"""unittest module for a tiny channel class; the children are spawned on purpose."""
import multiprocessing
import unittest

CTX = multiprocessing.get_context("spawn")


class Channel:
    def __init__(self, ctx):
        self.reader, self.writer = ctx.Pipe(duplex=False)

    def close(self):
        self.reader.close()
        self.writer.close()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()


def shout(writer, words):
    with writer:
        for w in words:
            writer.send(w.upper())


def fail(writer):
    writer.close()
    raise SystemExit(7)


class ChannelTest(unittest.TestCase):
    def setUp(self):
        self.channel = Channel(CTX)
        self.addCleanup(self.channel.close)

    def launch(self, target, *args):
        process = CTX.Process(target=target, args=(self.channel.writer, *args))
        process.start()
        self.addCleanup(process.join)
        # our copy of the writing end goes away so that the reader sees the end
        self.channel.writer.close()
        return process

    def received(self):
        while True:
            try:
                yield self.channel.reader.recv()
            except EOFError:
                return

    def test_words_arrive_in_order(self):
        process = self.launch(shout, ["a", "b", "c"])
        self.assertEqual(list(self.received()), ["A", "B", "C"])
        process.join()
        self.assertEqual(process.exitcode, 0)

    def test_nothing_is_sent(self):
        self.launch(shout, [])
        self.assertEqual(list(self.received()), [])

    def test_exit_code_is_kept(self):
        process = self.launch(fail)
        self.assertEqual(list(self.received()), [])
        process.join()
        self.assertEqual(process.exitcode, 7)


class PoolTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.pool = CTX.Pool(2)
        cls.addClassCleanup(cls.pool.join)
        cls.addClassCleanup(cls.pool.close)

    def test_map(self):
        self.assertEqual(self.pool.map(abs, [-1, 2, -3]), [1, 2, 3])

    def test_error_comes_back(self):
        with self.assertRaises(TypeError):
            self.pool.apply(abs, ("x",))


if __name__ == "__main__":
    program = unittest.main(exit=False, verbosity=0)
    print("tests", program.result.testsRun)
    raise SystemExit(not program.result.wasSuccessful())
