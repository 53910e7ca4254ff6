"""Device server: each device is served by a process, SIGTERM shuts all down."""
from __future__ import annotations

import logging
import multiprocessing as mp
import signal
import sys
import time
from dataclasses import dataclass

log = logging.getLogger("deviceserver")


@dataclass(frozen=True)
class Device:
    name: str
    port: int


def serve_device(device: Device, beats) -> None:
    while True:
        time.sleep(0.05)
        with beats.get_lock():
            beats.value += 1


class DeviceServer:
    def __init__(self, devices: list[Device]) -> None:
        self.devices = devices
        self.shutting_down = False
        self.workers: dict[str, mp.Process] = {}
        self.beats = mp.Value("i", 0)

    def install_handlers(self) -> None:
        signal.signal(signal.SIGTERM, self._on_term)
        signal.signal(signal.SIGINT, self._on_term)

    def _on_term(self, signum: int, frame: object) -> None:
        log.info("signal %d: finishing the loop", signum)
        self.shutting_down = True

    def start(self) -> None:
        for device in self.devices:
            worker = mp.Process(target=serve_device, args=(device, self.beats), name=device.name)
            worker.start()
            self.workers[device.name] = worker

    def loop(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not self.shutting_down and time.monotonic() < until:
            time.sleep(0.05)

    def stop(self) -> None:
        for worker in self.workers.values():
            worker.terminate()
        for worker in self.workers.values():
            worker.join()
            log.info("%s stopped", worker.name)


def main() -> int:
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
    server = DeviceServer([Device("camera", 8001), Device("stage", 8002)])
    server.start()
    server.install_handlers()
    server.loop(1.0)
    server.stop()
    print("beats", server.beats.value > 0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
