"""Pull worker: every attempt at a job runs in a forked child, logs are shipped in batches."""
import sys
import tempfile
from pathlib import Path

from pull.shipping import configure
from pull.worker import PullWorker


def main() -> int:
    with tempfile.TemporaryDirectory() as tmp:
        target = Path(tmp) / "shipped.log"
        configure(target)
        worker = PullWorker()
        states = [worker.attempt(job) for job in ("invoice", "refund", "broken")]
        text = target.read_text() if target.exists() else ""
    print("states", states)
    print("shipped records:", len(text.splitlines()))
    return 0 if "attempt at broken failed" in text else 1


if __name__ == "__main__":
    sys.exit(main())
