import logging
import signal
import time

from .chunks import map_chunks

logger = logging.getLogger(__name__)


class Daemon:
    def __init__(self, rounds):
        self.rounds = rounds
        self.running = True
        self.running_task = False

    def configure_signals(self):
        signal.signal(signal.SIGINT, self.shutdown)
        signal.signal(signal.SIGTERM, self.shutdown)

    def shutdown(self, signum, frame):
        if not self.running:
            raise SystemExit(1)
        print(f"Received {signal.strsignal(signum)} - shutting down gracefully", flush=True)
        self.running = False
        while self.running_task:
            time.sleep(0.1)

    def run(self):
        total = 0
        for number in range(self.rounds):
            if not self.running:
                break
            self.running_task = True
            try:
                _, chunks = map_chunks(list(range(2000 + number)), 250, 2)
                total += chunks
            finally:
                self.running_task = False
        return total
