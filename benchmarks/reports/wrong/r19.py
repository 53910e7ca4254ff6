"""Transcode an album with a bounded number of encoder processes."""
import argparse
import logging
import multiprocessing
import os
import zlib
from dataclasses import dataclass

log = logging.getLogger("transcode")


@dataclass(frozen=True)
class Track:
    title: str
    seconds: int


def encode(track, codec, results):
    level = {"opus": 9, "mp3": 6, "aac": 3}[codec]
    pcm = bytes((n * track.seconds) % 251 for n in range(20_000))
    results.put((track.title, codec, len(zlib.compress(pcm, level))))


class EncoderGroup:
    def __init__(self, codec, limit):
        self.codec = codec
        self.limit = limit
        self.results = multiprocessing.SimpleQueue()
        self.running = {}
        self.encoded = []

    def _reap(self, flags=0):
        pid, status = os.waitpid(-1, flags)
        if pid:
            process = self.running.pop(pid, None)
            if process is not None:
                log.info("%s ended with status %d", process.name, status)
                self.encoded.append(self.results.get())
        return pid

    def add(self, track):
        while len(self.running) >= self.limit:
            self._reap()
        process = multiprocessing.Process(
            target=encode, args=(track, self.codec, self.results), name=track.title
        )
        process.start()
        self.running[process.pid] = process

    def wait_all(self):
        while True:
            try:
                self._reap()
            except ChildProcessError:
                break
        return self.encoded


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--codec", choices=["opus", "mp3", "aac"], default="opus")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    group = EncoderGroup(args.codec, args.jobs)
    for number, title in enumerate(["Intro", "Harbour", "North", "Coda"]):
        group.add(Track(title, 60 + number))
    encoded = group.wait_all()
    print(len(encoded), "tracks encoded")


if __name__ == "__main__":
    main()
