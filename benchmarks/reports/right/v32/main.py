"""Downloads limited by a semaphore, progress counted under the lock of the value."""
import sys

from dl.manager import DownloadManager


def main() -> int:
    manager = DownloadManager(limit=2)
    done, peak = manager.fetch([f"file{n}" for n in range(5)])
    print(done, "done, peak ok:", peak <= 2)
    return 0 if done == 5 and peak <= 2 else 1


if __name__ == "__main__":
    sys.exit(main())
