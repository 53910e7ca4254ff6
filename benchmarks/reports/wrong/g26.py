"""Multi-process calibration: antennas are put on a queue, workers solve for them."""

import logging
import multiprocessing as mp

log = logging.getLogger("calibrate")


class WorkManager:
    """Feeds a function with arguments in several processes."""

    def __init__(self, processes, function):
        self.inputs = mp.JoinableQueue()
        self.outputs = mp.Queue()
        self.processes = [mp.Process(target=self._work, args=(function, self.inputs, self.outputs), daemon=True) for _ in range(processes)]
        for process in self.processes:
            process.start()

    @staticmethod
    def _work(function, inputs, outputs):
        while True:
            arguments = inputs.get()
            outputs.put(function(*arguments))
            inputs.task_done()

    def put(self, *arguments):
        self.inputs.put(arguments)

    def wait(self):
        self.inputs.join()
        results = []
        while not self.outputs.empty():
            results.append(self.outputs.get())
        for process in self.processes:
            process.terminate()
        return results


def solve(antenna, phases):
    weight = sum(phases)
    return antenna, [phase / weight for phase in phases]


def main():
    manager = WorkManager(2, solve)
    manager.put("CS001", [1.0, 2.0, 3.0])
    manager.put("CS002", [0.0, 0.0, 0.0])
    manager.put("RS106", [2.0, 2.0])
    manager.put("RS205", [0.0])
    for antenna, solution in manager.wait():
        print(antenna, solution)


if __name__ == "__main__":
    main()
