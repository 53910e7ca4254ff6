from __future__ import annotations

import json
import math
import multiprocessing as mp
import time
from multiprocessing.synchronize import Event

from rig.settings import SensorSettings


class SensorProcess(mp.Process):
    def __init__(self, settings: SensorSettings, out: mp.Queue, stop: Event) -> None:
        super().__init__(name=f"sensor-{settings.name}", daemon=True)
        self.settings = settings
        self.ready = mp.Event()
        self._out = out
        self._stop_event = stop

    def setup(self) -> tuple[float, float]:
        data = json.loads(self.settings.calibration.read_text())
        return data["offset"], data["scale"]

    def run(self) -> None:
        offset, scale = self.setup()
        self.ready.set()
        step = 0
        while not self._stop_event.is_set():
            self._out.put((self.settings.name, offset + scale * math.sin(step)))
            step += 1
            time.sleep(self.settings.period)
        self._out.cancel_join_thread()
