"""Heartbeats in a shared array; a watchdog replaces the worker that has gone silent."""
import multiprocessing as mp
import time
from itertools import count


def beat(hearts, slot, stop, hang_after):
    for n in count():
        if stop.value:
            return
        if n == hang_after:
            while True:  # hung: no heartbeat, no look at the flag
                time.sleep(60)
        hearts[slot] = time.monotonic()
        time.sleep(0.02)


class Watchdog:
    def __init__(self, plans, patience=1.0):
        self.plans = plans
        self.patience = patience
        # no locks at all: whoever is killed cannot take one along,
        # and every cell has one writer
        self.hearts = mp.Array("d", len(plans), lock=False)
        self.stop = mp.Value("b", 0, lock=False)
        self.procs = [None] * len(plans)
        self.replaced = []

    def launch(self, slot, hang_after=-1):
        # the heart beats first here: starting takes a while under spawn
        self.hearts[slot] = time.monotonic() + 5
        p = mp.Process(target=beat, args=(self.hearts, slot, self.stop, hang_after), daemon=True)
        p.start()
        self.procs[slot] = p

    def replace(self, slot):
        old = self.procs[slot]
        old.kill()
        old.join()
        old.close()
        self.launch(slot)
        self.replaced.append(slot)

    def silent(self):
        now = time.monotonic()
        return [s for s, last in enumerate(self.hearts[:]) if now - last > self.patience]

    def run(self, until):
        for slot, hang_after in enumerate(self.plans):
            self.launch(slot, hang_after)
        deadline = time.monotonic() + 15
        try:
            while len(self.replaced) < until and time.monotonic() < deadline:
                for slot in self.silent():
                    self.replace(slot)
                time.sleep(0.02)
        finally:
            self.stop.value = 1
            for p in self.procs:
                p.join(5)
                if p.is_alive():
                    p.kill()
                    p.join()
        return self.replaced


def main():
    replaced = Watchdog([-1, 3, -1]).run(until=1)
    assert 1 in replaced, replaced
    print("replaced the hung worker")


if __name__ == "__main__":
    main()
