"""Particles in a shared ctypes array; every update holds the array's lock."""
import ctypes
from multiprocessing import Array, Barrier, Process, RLock


class Particle(ctypes.Structure):
    _fields_ = [("x", ctypes.c_double), ("v", ctypes.c_double), ("moves", ctypes.c_int)]


class World:
    def __init__(self, count):
        self.lock = RLock()
        self.particles = Array(Particle, [(float(n), 1.0, 0) for n in range(count)], lock=self.lock)

    def kick(self, index, dv):
        with self.lock:
            self.particles[index].v += dv

    def move(self, index, dt):
        with self.particles.get_lock():
            p = self.particles[index]
            p.x += p.v * dt
            p.moves += 1

    def snapshot(self):
        with self.particles:
            return [(p.x, p.v, p.moves) for p in self.particles]


def simulate(world, barrier, steps):
    barrier.wait()
    for _ in range(steps):
        for index in range(len(world.particles)):
            world.kick(index, 0.0)
            world.move(index, 1.0)


def main(workers=2, steps=200):
    world = World(4)
    barrier = Barrier(workers)
    procs = [Process(target=simulate, args=(world, barrier, steps)) for _ in range(workers)]
    for p in procs:
        p.start()
    for p in procs:
        p.join()
    moved = workers * steps
    assert world.snapshot() == [(n + moved, 1.0, moved) for n in range(4)], world.snapshot()
    print(moved)


if __name__ == "__main__":
    main()
