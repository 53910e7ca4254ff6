from __future__ import annotations

import logging
from multiprocessing import Process
from multiprocessing.managers import DictProxy

from fleet.config import RobotConfig

log = logging.getLogger(__name__)


def record_telemetry(config: RobotConfig, positions: DictProxy) -> None:
    positions[f"{config.name}/battery"] = 100 - config.ticks // 2


class Robot(Process):
    """Drives on its own and publishes where it is; a helper process watches the battery."""

    def __init__(self, config: RobotConfig, positions: DictProxy) -> None:
        super().__init__()
        self._config = config
        self._positions = positions

    def run(self) -> None:
        helper = Process(target=record_telemetry, args=(self._config, self._positions))
        helper.start()
        x = 0
        for _ in range(self._config.ticks):
            x += self._config.speed
        self._positions[self._config.name] = x
        helper.join()
        log.info("%s is at %d", self._config.name, x)
