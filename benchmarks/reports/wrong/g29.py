"""Motion detection: each camera's process is given the actions that belong to its events."""

import multiprocessing as mp
from dataclasses import dataclass, field
from typing import Callable


@dataclass
class CameraConfig:
    name: str
    threshold: int
    actions: dict[str, Callable[[int], str]] = field(default_factory=dict)


def load(definitions):
    cameras = []
    for name, threshold, prefix in definitions:
        camera = CameraConfig(name, threshold)
        camera.actions["motion"] = lambda level, prefix=prefix: f"{prefix}: motion {level}"
        camera.actions["quiet"] = lambda level, prefix=prefix: f"{prefix}: quiet"
        cameras.append(camera)
    return cameras


def detect(camera, frames, events):
    for level in frames:
        action = "motion" if level > camera.threshold else "quiet"
        events.put(camera.actions[action](level))


class Daemon:
    def __init__(self, cameras):
        self.cameras = cameras
        self.events = mp.SimpleQueue()

    def run(self, frames):
        processes = [mp.Process(target=detect, args=(camera, frames, self.events), name=camera.name) for camera in self.cameras]
        for process in processes:
            process.start()
        for _ in range(len(frames) * len(processes)):
            print(self.events.get())
        for process in processes:
            process.join()


def main():
    Daemon(load([("door", 10, "front"), ("yard", 30, "back")])).run([5, 20, 40])


if __name__ == "__main__":
    main()
