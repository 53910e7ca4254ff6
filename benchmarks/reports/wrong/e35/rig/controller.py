from __future__ import annotations

import logging
import multiprocessing as mp

from rig.sensor import SensorProcess
from rig.settings import SensorSettings

log = logging.getLogger(__name__)


class Controller:
    def __init__(self, settings: list[SensorSettings]) -> None:
        self._stop = mp.Event()
        self._readings: mp.Queue = mp.Queue()
        self.sensors = [SensorProcess(s, self._readings, self._stop) for s in settings]

    def start(self) -> None:
        for sensor in self.sensors:
            sensor.start()
        for sensor in self.sensors:
            sensor.ready.wait()
            log.info("%s ready", sensor.settings.name)

    def collect(self, n: int) -> list[tuple[str, float]]:
        return [self._readings.get(timeout=5) for _ in range(n)]

    def stop(self) -> None:
        self._stop.set()
        for sensor in self.sensors:
            sensor.join()
