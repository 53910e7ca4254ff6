"""Web application with background jobs; a configuration change restarts the listener."""
import logging
import sys

from app.jobs import JobRunner
from app.listener import Listener


def main() -> int:
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
    listener = Listener()
    listener.start()
    jobs = JobRunner()
    jobs.start("reindex", seconds=3.0)
    try:
        listener.restart()
        print("restarted on the same port")
        return 0
    finally:
        listener.stop()
        jobs.wait()


if __name__ == "__main__":
    sys.exit(main())
