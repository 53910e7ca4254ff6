"""Sensor recorder: a Process subclass with its own run loop and a stop event."""
from __future__ import annotations

import logging
import multiprocessing as mp
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection

log = logging.getLogger("recorder")


@dataclass(frozen=True)
class Sample:
    sensor: str
    sequence: int
    value: float


class Recorder(mp.Process):
    def __init__(self, sensor: str, interval: float) -> None:
        super().__init__(name=f"recorder-{sensor}", daemon=True)
        self.sensor = sensor
        self.interval = interval
        self.stopping = mp.Event()
        self.reader, self._writer = mp.Pipe(duplex=False)

    def start(self) -> None:
        super().start()
        self._writer.close()

    def run(self) -> None:
        self.reader.close()
        sequence = 0
        while not self.stopping.wait(self.interval):
            self._writer.send(Sample(self.sensor, sequence, sequence * 0.5))
            sequence += 1
        self._writer.close()

    def stop(self) -> list[Sample]:
        self.stopping.set()
        rest = drain(self.reader)
        self.join()
        self.reader.close()
        return rest


def drain(conn: Connection) -> list[Sample]:
    samples = []
    try:
        while True:
            samples.append(conn.recv())
    except EOFError:
        return samples


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    recorders = []
    for name in ("temp", "flow"):
        recorder = Recorder(name, 0.02)
        recorder.start()
        recorders.append(recorder)
    time.sleep(0.5)
    for recorder in recorders:
        samples = recorder.stop()
        assert [s.sequence for s in samples] == list(range(len(samples)))
        print(recorder.sensor, recorder.exitcode)


if __name__ == "__main__":
    main()
