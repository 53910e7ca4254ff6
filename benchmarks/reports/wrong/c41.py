"""Video pipeline: a decoder process leaves each clip in shared memory for the parent."""
import argparse
import logging
import multiprocessing as mp
import time
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory

log = logging.getLogger("video")


@dataclass(frozen=True)
class Clip:
    title: str
    block: str
    size: int


def decode(title: str, frames: int, conn) -> None:
    time.sleep(frames / 40000)
    payload = bytes((n * 7) % 256 for n in range(frames))
    shm = SharedMemory(create=True, size=len(payload))
    shm.buf[: len(payload)] = payload
    conn.send(Clip(title, shm.name, len(payload)))
    shm.close()
    conn.close()


class Decoder:
    def __init__(self) -> None:
        self.clips: list[Clip] = []

    def decode_all(self, titles: list[str], frames: int) -> None:
        for title in titles:
            ours, theirs = mp.Pipe(duplex=False)
            worker = mp.Process(target=decode, args=(title, frames, theirs))
            worker.start()
            theirs.close()
            self.clips.append(ours.recv())
            worker.join()
            ours.close()
            log.info("%s decoded", title)

    def checksum(self, clip: Clip) -> int:
        shm = SharedMemory(name=clip.block)
        try:
            return sum(shm.buf[: clip.size])
        finally:
            shm.close()
            shm.unlink()


def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--frames", type=int, default=4096)
    args = ap.parse_args()
    logging.basicConfig(level=logging.INFO)
    decoder = Decoder()
    decoder.decode_all(["intro", "scene 1", "scene 2", "scene 3", "outro"], args.frames)
    for clip in decoder.clips:
        print(clip.title, decoder.checksum(clip))


if __name__ == "__main__":
    main()
