import sys

from emissions.preprocess import run
from emissions.server import ServerProcess


def main():
    server = ServerProcess()
    port = server.start()
    try:
        imported = run(port, files=[f"S5P_{n:03d}.nc" for n in range(24)], workers=4)
    finally:
        server.stop()
    wrong = [name for name, stored in imported if name != stored]
    print("imported", len(imported), "mismatched", len(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
