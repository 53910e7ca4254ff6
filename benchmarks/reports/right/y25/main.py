"""Serve frames to runner programs; the server alone owns the segment."""

import subprocess
import sys
from pathlib import Path

from frames import FrameRing

RUNNER = Path(__file__).resolve().parent / "runner.py"


def main():
    ring = FrameRing.create(2)
    try:
        for slot in range(2):
            ring.write(slot, f"frame {slot}".encode())
        for slot in range(2):
            done = subprocess.run(
                [sys.executable, str(RUNNER), ring.name, str(slot)], capture_output=True, text=True, check=True
            )
            print(done.stdout.strip())
    finally:
        ring.destroy()
    return 0


if __name__ == "__main__":
    sys.exit(main())
