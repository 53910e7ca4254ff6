from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from pipe.consumer import StatsConsumer
from pipe.producer import Reader
from pipe.transport import Transport


def sample(path: Path) -> None:
    with path.open("w") as out:
        for i in range(500):
            out.write(f"{i},{'n/a' if i == 120 else i * 2}\n")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--depth", type=int, default=16)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as tmp:
        path = Path(tmp) / "readings.csv"
        sample(path)
        transport = Transport(args.depth)
        consumer = StatsConsumer(transport)
        consumer.start()
        sent = Reader(path).pump(transport)
        consumer.join()
    print("sent", sent, "exit code", consumer.exitcode)
    return 0


if __name__ == "__main__":
    sys.exit(main())
