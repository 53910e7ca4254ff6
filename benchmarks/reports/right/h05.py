"""Every environment's benchmarks run with its own variables, which travel as an argument."""

import multiprocessing as mp
import os


def probe(variables, conn):
    os.environ.update(variables)
    conn.send(os.environ["BENCH_TARGET"])
    conn.close()


class Spawner:
    def __init__(self, method):
        self.context = mp.get_context(method)

    def measure(self, variables):
        receiver, sender = self.context.Pipe(duplex=False)
        process = self.context.Process(target=probe, args=(variables, sender))
        process.start()
        sender.close()
        target = receiver.recv()
        process.join()
        return target


def main():
    spawner = Spawner("forkserver")
    for target in ("numpy-1.26", "numpy-2.0"):
        os.environ["BENCH_TARGET"] = target
        used = spawner.measure({"BENCH_TARGET": target})
        print(target, "ran with", used)
        assert used == target


if __name__ == "__main__":
    main()
