import argparse
import json
import multiprocessing
import pathlib
import sys
import time


class RingLog:
    """Append-only journal shared by all capture processes."""

    def __init__(self, path, lock):
        self.path = path
        self.lock = lock

    def append(self, record):
        self.lock.acquire()
        with open(self.path, "a") as stream:
            stream.write(json.dumps(record) + "\n")
        self.lock.release()


class Capture(multiprocessing.Process):
    def __init__(self, station, journal, frames):
        super().__init__(name=f"capture-{station}")
        self.station = station
        self.journal = journal
        self.frames = frames

    def meta(self, frame):
        meta = {"station": self.station, "frame": frame}
        if self.station == "NZ005B" and frame == 2:
            meta["gain"] = complex(1, frame)
        return meta

    def run(self):
        for frame in range(self.frames):
            self.journal.append(self.meta(frame))
            time.sleep(0.05)


class Supervisor:
    def __init__(self, stations, frames, path):
        self.path = pathlib.Path(path)
        self.path.write_text("")
        journal = RingLog(str(self.path), multiprocessing.Lock())
        self.captures = [Capture(station, journal, frames) for station in stations]

    def run(self):
        for capture in self.captures:
            capture.start()
        for capture in self.captures:
            capture.join()
        return [capture.exitcode for capture in self.captures]

    def records(self):
        return sum(1 for _ in self.path.open())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--frames", type=int, default=10)
    parser.add_argument("--journal", default="journal.jsonl")
    args = parser.parse_args()
    supervisor = Supervisor(["NZ005A", "NZ005B", "NZ005C"], args.frames, args.journal)
    codes = supervisor.run()
    print("exit codes", codes, "records", supervisor.records())
    return 0


if __name__ == "__main__":
    sys.exit(main())
