import threading
import time


class Journal:
    def __init__(self):
        self.lines = []
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._compact, daemon=True)

    def start(self):
        self._thread.start()

    def stop(self):
        self._stopping.set()
        self._thread.join()

    def write(self, line):
        with self._lock:
            self.lines.append(line)

    def _compact(self):
        while not self._stopping.wait(0.01):
            with self._lock:
                time.sleep(0.1)
                self.lines = self.lines[-100:]
