"""Embed a bit string in blocks of a picture; blocks are handled in a pool."""
import multiprocessing
import random


class AutoPool:
    def __init__(self, mode, processes=None):
        self.mode = mode
        self.pool = None
        if mode == "multiprocessing":
            self.pool = multiprocessing.Pool(processes)

    def map(self, function, args):
        if self.pool is not None:
            return self.pool.map(function, args)
        return list(map(function, args))

    def close(self):
        if self.pool is not None:
            self.pool.close()
            self.pool.join()


class WaterMarkCore:
    def __getstate__(self):
        state = self.__dict__.copy()
        del state["pool"], state["image"]
        return state

    def __init__(self, password=1, mode="common", processes=None, d1=36):
        self.block_shape = (4, 4)
        self.password = password
        self.d1 = d1
        self.image = None
        self.bits = []
        self.pool = AutoPool(mode, processes)

    def read_image(self, width, height):
        rng = random.Random(self.password)
        self.image = [[rng.randrange(256) for _ in range(width)] for _ in range(height)]

    def read_bits(self, bits):
        self.bits = bits

    def blocks(self):
        rows, columns = self.block_shape
        for top in range(0, len(self.image), rows):
            for left in range(0, len(self.image[0]), columns):
                yield [line[left:left + columns] for line in self.image[top:top + rows]]

    def block_add_wm(self, item):
        block, number = item
        bit = self.bits[number % len(self.bits)]
        mean = sum(map(sum, block)) // 16
        target = (mean // self.d1 + (0.75 if bit else 0.25)) * self.d1
        return [[round(v + target - mean) for v in line] for line in block]

    def embed(self):
        work = [(block, number) for number, block in enumerate(self.blocks())]
        return self.pool.map(self.block_add_wm, work)

    def close(self):
        self.pool.close()


def main():
    core = WaterMarkCore(password=5, mode="multiprocessing", processes=2)
    core.read_image(32, 32)
    core.read_bits([1, 0, 0, 1, 1])
    print(len(core.embed()), "blocks")
    core.close()


if __name__ == "__main__":
    main()
