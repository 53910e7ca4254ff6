"""Convert a checkpoint: a loader process reads the shards, a saver process writes them."""

import argparse
import multiprocessing as mp
import pathlib
import tempfile


def loader(shards, queue):
    for number in range(shards):
        queue.put({"shard": number, "weights": [number * 0.5] * 8})
    queue.put(None)


def saver(directory, queue, limit):
    while (shard := queue.get()) is not None:
        if shard["shard"] >= limit:
            raise MemoryError(f"no room for shard {shard['shard']}")
        path = pathlib.Path(directory, f"shard-{shard['shard']:03d}.txt")
        path.write_text(",".join(map(str, shard["weights"])))
    pathlib.Path(directory, "DONE").touch()


class Conversion:
    def __init__(self, directory, shards, limit):
        self.directory = directory
        self.shards = shards
        self.limit = limit

    def run(self):
        queue = mp.Queue()
        writer = mp.Process(target=saver, args=(self.directory, queue, self.limit))
        writer.start()
        loader(self.shards, queue)
        print("Waiting for the saver to complete", flush=True)
        writer.join()
        queue.cancel_join_thread()
        return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--shards", type=int, default=6)
    parser.add_argument("--limit", type=int, default=4)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        status = Conversion(directory, options.shards, options.limit).run()
        complete = pathlib.Path(directory, "DONE").exists()
    print("converted" if status == 0 else "failed", "- complete:", complete)
    raise SystemExit(status)


if __name__ == "__main__":
    main()
