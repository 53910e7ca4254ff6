"""No more than LIMIT children at a time: the slot is taken here and given back there."""
import multiprocessing as mp

LIMIT = 2


def job(slots, running, peak, n):
    try:
        with running.get_lock():
            running.value += 1
            peak.value = max(peak.value, running.value)
        sum(range(n))
        with running.get_lock():
            running.value -= 1
    finally:
        slots.release()


class Launcher:
    def __init__(self, limit):
        self._slots = mp.BoundedSemaphore(limit)
        self.running = mp.Value("i", 0)
        self.peak = mp.RawValue("i", 0)  # only touched under running's lock
        self._started = []

    def launch(self, n):
        self._slots.acquire()
        p = mp.Process(target=job, args=(self._slots, self.running, self.peak, n))
        try:
            p.start()
        except BaseException:
            self._slots.release()
            raise
        self._started.append(p)

    def wait(self):
        for p in self._started:
            p.join()
        return [p.exitcode for p in self._started]


def main():
    launcher = Launcher(LIMIT)
    for n in range(8):
        launcher.launch(n * 1000)
    assert launcher.wait() == [0] * 8
    assert 1 <= launcher.peak.value <= LIMIT
    print("jobs 8 peak within", LIMIT)


if __name__ == "__main__":
    main()
