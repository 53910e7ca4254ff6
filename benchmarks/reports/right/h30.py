"""A separate program reads the table from shared memory; it does not track a block that is not its own."""

import subprocess
import sys
from multiprocessing import shared_memory


def report(name):
    block = shared_memory.SharedMemory(name=name, track=False)
    print("sum", sum(block.buf[:100]), flush=True)
    block.close()


def main():
    if len(sys.argv) > 1:
        return report(sys.argv[1])
    block = shared_memory.SharedMemory(create=True, size=100)
    try:
        block.buf[:100] = bytes(range(100))
        codes = [subprocess.run([sys.executable, __file__, block.name]).returncode for _ in range(2)]
    finally:
        block.close()
        block.unlink()
    print(codes)
    assert codes == [0, 0]


if __name__ == "__main__":
    main()
