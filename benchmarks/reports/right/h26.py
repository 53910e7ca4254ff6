"""A work manager whose workers always mark a task as done, and hand errors back."""

import multiprocessing as mp


class WorkManager:
    def __init__(self, processes, function):
        self.inputs = mp.JoinableQueue()
        self.outputs = mp.Queue()
        self.pending = 0
        self.processes = [mp.Process(target=self._work, args=(function, self.inputs, self.outputs), daemon=True) for _ in range(processes)]
        for process in self.processes:
            process.start()

    @staticmethod
    def _work(function, inputs, outputs):
        while True:
            arguments = inputs.get()
            try:
                outputs.put((True, function(*arguments)))
            except Exception as error:
                outputs.put((False, repr(error)))
            finally:
                inputs.task_done()

    def put(self, *arguments):
        self.pending += 1
        self.inputs.put(arguments)

    def wait(self):
        results = [self.outputs.get() for _ in range(self.pending)]
        self.inputs.join()
        for process in self.processes:
            process.terminate()
            process.join()
        return results


def solve(antenna, phases):
    weight = sum(phases)
    return antenna, [phase / weight for phase in phases]


def main():
    manager = WorkManager(2, solve)
    for antenna, phases in (("CS001", [1.0, 3.0]), ("CS002", [0.0]), ("RS106", [2.0])):
        manager.put(antenna, phases)
    results = manager.wait()
    print(sorted(results))
    assert len(results) == 3


if __name__ == "__main__":
    main()
