"""Sensor gateway: background acquisition with start() and stop()."""
import collections
import logging
import multiprocessing
import os
import time

logger = logging.getLogger("gateway")


class Acquisition:
    def __init__(self, sensor, period=0.02):
        self.sensor = sensor
        self.period = period
        self.running = False
        self.samples = multiprocessing.SimpleQueue()
        self.history = collections.deque(maxlen=100)
        self._process = None

    def start(self):
        if self.running:
            return
        self.running = True
        self._process = multiprocessing.Process(target=self._loop, name=self.sensor)
        self._process.start()
        logger.info("%s started by %d", self.sensor, os.getpid())

    def _loop(self):
        count = 0
        while self.running:
            count += 1
            if count <= 200:
                self.samples.put((self.sensor, count))
            time.sleep(self.period)

    def poll(self):
        while not self.samples.empty():
            self.history.append(self.samples.get())
        return len(self.history)

    def stop(self):
        self.running = False
        self._process.join()
        logger.info("%s stopped after %d samples", self.sensor, self.poll())


def main():
    logging.basicConfig(level=logging.INFO)
    units = [Acquisition("temp"), Acquisition("hum")]
    for unit in units:
        unit.start()
    while sum(unit.poll() for unit in units) < 10:
        time.sleep(0.05)
    for unit in units:
        unit.stop()


if __name__ == "__main__":
    main()
