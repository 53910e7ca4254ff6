import logging
import multiprocessing

from playback import play

log = logging.getLogger("equalizer")


class Equalizer:
    """Plays recordings in a worker process, so that a crash cannot take us down."""

    def __init__(self, tape):
        self.tape = tape
        self.requests = multiprocessing.Queue()
        self.results = multiprocessing.Queue()
        self.worker = None

    def _ensure_worker(self):
        if self.worker is None or not self.worker.is_alive():
            self.worker = multiprocessing.Process(
                target=play, args=(self.tape, self.requests, self.results), daemon=True
            )
            self.worker.start()

    def _compare(self, rid):
        self._ensure_worker()
        self.requests.put(rid)
        played, equal = self.results.get()
        log.info("%s %s", played, "equal" if equal else "different")
        return "equal" if equal else "different"

    def run(self):
        outcome = [self._compare(rid) for rid in self.tape.ids()]
        self.requests.put(None)
        self.worker.join()
        return outcome
