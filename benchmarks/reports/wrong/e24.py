"""Licence-limited converter: at most N conversions may run at the same time."""
from __future__ import annotations

import logging
import multiprocessing as mp
import time
from dataclasses import dataclass
from multiprocessing.synchronize import Semaphore

log = logging.getLogger("convert")


@dataclass(frozen=True)
class Drawing:
    name: str
    entities: int


class ConversionError(Exception):
    pass


class LicencePool:
    def __init__(self, seats: int) -> None:
        self._seats: Semaphore = mp.Semaphore(seats)

    def checkout(self) -> None:
        self._seats.acquire()

    def checkin(self) -> None:
        self._seats.release()


class Converter:
    def __init__(self, licences: LicencePool) -> None:
        self.licences = licences

    def convert(self, drawing: Drawing) -> int:
        self.licences.checkout()
        size = self._convert(drawing)
        self.licences.checkin()
        return size

    def _convert(self, drawing: Drawing) -> int:
        time.sleep(0.02)
        if drawing.entities == 0:
            raise ConversionError(f"{drawing.name} is empty")
        return drawing.entities * 17


def worker(converter: Converter, drawings: list[Drawing], results: mp.Queue) -> None:
    done = failed = 0
    for drawing in drawings:
        try:
            converter.convert(drawing)
            done += 1
        except ConversionError as exc:
            log.info("%s", exc)
            failed += 1
    results.put((done, failed))


def main() -> None:
    drawings = [Drawing(f"d{i}", i % 6) for i in range(24)]
    converter = Converter(LicencePool(seats=2))
    results: mp.Queue = mp.Queue()
    procs = [mp.Process(target=worker, args=(converter, drawings[i::3], results)) for i in range(3)]
    for p in procs:
        p.start()
    totals = [results.get() for _ in procs]
    for p in procs:
        p.join()
    print("converted", sum(d for d, _ in totals), "failed", sum(f for _, f in totals))


if __name__ == "__main__":
    main()
