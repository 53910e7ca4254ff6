"""Reference data in shared memory; reports are made by a separate program that attaches to it."""

import argparse
import struct
import subprocess
import sys
from multiprocessing import shared_memory

RECORD = struct.Struct("<Id")


class PriceTable:
    def __init__(self, block, count):
        self.block = block
        self.count = count

    @classmethod
    def create(cls, prices):
        block = shared_memory.SharedMemory(create=True, size=RECORD.size * len(prices))
        for index, (article, price) in enumerate(prices):
            RECORD.pack_into(block.buf, index * RECORD.size, article, price)
        return cls(block, len(prices))

    @classmethod
    def attach(cls, name, count):
        return cls(shared_memory.SharedMemory(name=name), count)

    def total(self):
        return sum(RECORD.unpack_from(self.block.buf, index * RECORD.size)[1] for index in range(self.count))


def report(name, count):
    table = PriceTable.attach(name, count)
    print(f"total {table.total():.2f}", flush=True)
    table.block.close()


def run_report(table):
    command = [sys.executable, __file__, "--report", table.block.name, "--count", str(table.count)]
    return subprocess.run(command, check=False).returncode


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--report")
    parser.add_argument("--count", type=int)
    options = parser.parse_args()
    if options.report:
        report(options.report, options.count)
        return
    table = PriceTable.create([(number, number * 1.5) for number in range(100)])
    codes = [run_report(table) for _ in range(2)]
    table.block.close()
    table.block.unlink()
    print("exit codes", codes)
    assert codes == [0, 0]


if __name__ == "__main__":
    main()
