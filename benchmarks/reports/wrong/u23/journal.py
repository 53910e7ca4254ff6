"""A journal that is compacted in the background."""

import threading
import time


class Journal:
    """Lines in memory; a thread compacts them again and again."""

    def __init__(self, interval):
        self.interval = interval
        self.lines = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._compact_for_ever, daemon=True)

    def start(self):
        self._thread.start()

    def stop(self):
        self._stopping.set()
        self._thread.join()

    def write(self, line):
        with self._lock:
            self.lines.append(line)

    def _compact_for_ever(self):
        while not self._stopping.is_set():
            with self._lock:
                time.sleep(0.3)  # compaction
                self.lines = self.lines[-100:]
            time.sleep(self.interval)
