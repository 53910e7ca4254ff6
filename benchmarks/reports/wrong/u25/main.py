"""Serve frames to runner programs through a shared segment."""

import argparse
import subprocess
import sys
from pathlib import Path

from frames import FrameRing

HERE = Path(__file__).resolve().parent


def start_runner(name, slot):
    command = [sys.executable, str(HERE / "runner.py"), name, str(slot)]
    return subprocess.run(command, capture_output=True, text=True, timeout=20)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slots", type=int, default=2)
    args = parser.parse_args()
    ring = FrameRing.create(args.slots)
    try:
        for slot in range(args.slots):
            ring.write(slot, f"frame {slot}".encode())
        for slot in range(args.slots):
            done = start_runner(ring.name, slot)
            if done.returncode:
                print(f"runner {slot} failed: {done.stderr.strip().splitlines()[-1]}")
                return 1
            print(done.stdout.strip())
    finally:
        ring.destroy()
    return 0


if __name__ == "__main__":
    sys.exit(main())
