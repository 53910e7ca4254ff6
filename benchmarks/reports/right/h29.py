"""Cameras have lambdas as actions; the child is sent the definition and builds the camera itself."""

import multiprocessing as mp


class Camera:
    def __init__(self, name, threshold):
        self.name = name
        self.threshold = threshold
        self.actions = {"motion": lambda level: f"{name}: motion {level}", "quiet": lambda level: f"{name}: quiet"}

    def __reduce__(self):
        return Camera, (self.name, self.threshold)

    def event(self, level):
        return self.actions["motion" if level > self.threshold else "quiet"](level)


def detect(camera, frames, events):
    for level in frames:
        events.put(camera.event(level))


def main():
    cameras = [Camera("door", 10), Camera("yard", 30)]
    events = mp.SimpleQueue()
    frames = [5, 20, 40]
    processes = [mp.Process(target=detect, args=(camera, frames, events)) for camera in cameras]
    for process in processes:
        process.start()
    for _ in range(len(frames) * len(cameras)):
        print(events.get())
    for process in processes:
        process.join()


if __name__ == "__main__":
    main()
