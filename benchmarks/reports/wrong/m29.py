import multiprocessing
import random


class GammaAugmentor:
    def __init__(self, low, high):
        self.low = low
        self.high = high
        self.reset_state()

    def reset_state(self):
        self.rng = random.Random()

    def augment(self, pixels):
        gamma = self.rng.uniform(self.low, self.high)
        return [round(p ** gamma, 6) for p in pixels]


class MapData(multiprocessing.Process):
    def __init__(self, augmentor, images, conn):
        super().__init__()
        self.augmentor = augmentor
        self.images = images
        self.conn = conn

    def run(self):
        self.conn.send([self.augmentor.augment(image) for image in self.images])
        self.conn.close()


def main():
    augmentor = GammaAugmentor(0.2, 5.0)
    image = [0.1, 0.5, 0.9]
    procs = []
    for _ in range(4):
        ours, theirs = multiprocessing.Pipe()
        proc = MapData(augmentor, [image] * 3, theirs)
        proc.start()
        theirs.close()
        procs.append((proc, ours))
    outputs = []
    for proc, conn in procs:
        outputs.extend(tuple(o) for o in conn.recv())
        proc.join()
        conn.close()
    print("augmented", len(outputs), "distinct", len(set(outputs)))
    return 0 if len(set(outputs)) == len(outputs) else 1


if __name__ == "__main__":
    raise SystemExit(main())
