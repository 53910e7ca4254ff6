"""Blocks in a ring; neighbours exchange border rows by pipes."""
from __future__ import annotations

import multiprocessing as mp
from dataclasses import dataclass
from multiprocessing.connection import Connection

import grid

# Spawned, so that a block holds its own pipe ends and nobody else's.
SPAWN = mp.get_context("spawn")


@dataclass
class Links:
    up: Connection
    down: Connection

    def exchange(self, top, bottom):
        """Send first, receive afterwards: a row is far smaller than a pipe."""
        self.up.send(top)
        self.down.send(bottom)
        return self.up.recv(), self.down.recv()

    def close(self):
        self.up.close()
        self.down.close()


class Block(SPAWN.Process):
    def __init__(self, rows, links, generations, report):
        super().__init__(name=f"block-{len(rows)}")
        self.rows, self.links = rows, links
        self.generations, self.report = generations, report

    def run(self):
        with self.report:
            try:
                for _ in range(self.generations):
                    above, below = self.links.exchange(self.rows[0], self.rows[-1])
                    self.rows = grid.evolve(above, self.rows, below)
            finally:
                self.links.close()
            self.report.send(self.rows)


def make_links(parts):
    seams = [SPAWN.Pipe() for _ in range(parts)]  # seam k lies below block k
    return [Links(up=seams[k - 1][1], down=seams[k][0]) for k in range(parts)]


def simulate(rows, generations, parts):
    blocks = grid.cut(rows, parts)
    links = make_links(len(blocks))
    readers, crew = [], []
    for block, pair in zip(blocks, links, strict=True):
        reader, writer = SPAWN.Pipe(duplex=False)
        process = Block(block, pair, generations, writer)
        process.start()
        writer.close()
        readers.append(reader)
        crew.append(process)
    for pair in links:
        pair.close()
    result = []
    try:
        for reader in readers:
            result.extend(reader.recv())
    except EOFError:
        raise RuntimeError("a block died") from None
    finally:
        for reader in readers:
            reader.close()
        for process in crew:
            process.join()
    return result
