"""Camera poller. Pollers run until the stop event is set."""
import logging
import multiprocessing as mp
import sys
import time

logger = logging.getLogger("poller")

STOP = mp.Event()
FRAMES = mp.Queue()


def grab(camera):
    return camera, time.monotonic()


def poll(camera, interval):
    while not STOP.is_set():
        FRAMES.put(grab(camera))
        time.sleep(interval)


class Station:
    def __init__(self, cameras, interval=0.05):
        self.pollers = [
            mp.Process(target=poll, args=(c, interval), name="poll-%s" % c) for c in cameras
        ]
        self.frames = []

    def start(self):
        for p in self.pollers:
            p.start()
            logger.info("started %s", p.name)

    def record(self, wanted, patience=2.0):
        deadline = time.monotonic() + patience
        while len(self.frames) < wanted and time.monotonic() < deadline:
            try:
                self.frames.append(FRAMES.get(timeout=0.1))
            except Exception:
                continue

    def shutdown(self):
        STOP.set()
        while any(p.is_alive() for p in self.pollers):
            while not FRAMES.empty():
                self.frames.append(FRAMES.get())
            time.sleep(0.02)
        for p in self.pollers:
            p.join()


def main():
    logging.basicConfig(level=logging.INFO)
    station = Station(["north", "south"])
    station.start()
    station.record(wanted=10)
    station.shutdown()
    logger.info("%d frames", len(station.frames))
    return 0 if station.frames else 1


if __name__ == "__main__":
    sys.exit(main())
