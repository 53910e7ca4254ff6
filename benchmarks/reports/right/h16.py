"""A saver process whose failure is noticed: through its exit code, in one helper for all."""

import multiprocessing as mp
import pathlib
import tempfile


def saver(directory, queue):
    count = 0
    while (shard := queue.get()) is not None:
        pathlib.Path(directory, f"shard-{shard:03d}").touch()
        count += 1
    if not count:
        raise ValueError("nothing to save")


class checked:
    """Joins the process at the end of the block and raises if it did not end well."""

    def __init__(self, process):
        self.process = process

    def __enter__(self):
        self.process.start()
        return self.process

    def __exit__(self, kind, value, traceback):
        self.process.join()
        if kind is None and self.process.exitcode:
            raise ChildProcessError(f"{self.process.name} ended with {self.process.exitcode}")


def convert(shards):
    with tempfile.TemporaryDirectory() as directory:
        queue = mp.Queue()
        with checked(mp.Process(target=saver, args=(directory, queue), name="saver")):
            for number in range(shards):
                queue.put(number)
            queue.put(None)
        return len(list(pathlib.Path(directory).iterdir()))


def main():
    print(convert(4), "shards")


if __name__ == "__main__":
    main()
