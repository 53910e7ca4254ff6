"""Convert seismic stations to XML, one worker per core; may be stopped with Ctrl-C."""
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path


def convert(station: str, folder: str) -> None:
    target = Path(folder) / f"{station}.xml"
    with target.open("w") as file:
        file.write(f"<station code='{station}'>\n")
        file.flush()
        for channel in range(20):
            time.sleep(0.05)
            file.write(f"  <channel n='{channel}'/>\n")
        file.write("</station>\n")


def worker(stations: multiprocessing.Queue, done: multiprocessing.Queue, folder: str) -> None:
    while True:
        station = stations.get()
        if station is None:
            break
        convert(station, folder)
        done.put(station)


def run(stations: list[str], folder: str, processes: int) -> int:
    todo: multiprocessing.Queue = multiprocessing.Queue()
    done: multiprocessing.Queue = multiprocessing.Queue()
    workers = [multiprocessing.Process(target=worker, args=(todo, done, folder)) for _ in range(processes)]
    for process in workers:
        process.start()
    for station in stations:
        todo.put(station)
    finished = 0
    try:
        while finished < len(stations):
            print("finished", done.get(), flush=True)
            finished += 1
    except KeyboardInterrupt:
        print("stopping after the current stations", flush=True)
        for _ in workers:
            todo.put(None)
        for process in workers:
            process.join()
        while finished < len(stations):
            if done.get() is not None:
                finished += 1
            if len(list(Path(folder).glob("*.xml"))) == finished:
                break
    return finished


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        stations = [f"AK{n:02}" for n in range(30)]
        finished = run(stations, folder, 2)
        torn = [p.stem for p in Path(folder).glob("*.xml") if "</station>" not in p.read_text()]
        print(f"{finished} stations, torn files: {torn}")
    return 1 if torn else 0


if __name__ == "__main__":
    sys.exit(main())
