"""Joinable queue, task_done is always reached."""
import multiprocessing as mp
import queue


class Worker(mp.Process):
    def __init__(self, tasks, outcome, closing):
        super().__init__(daemon=True)
        self.tasks = tasks
        self.outcome = outcome
        self.closing = closing

    def run(self):
        while not self.closing.is_set():
            try:
                task = self.tasks.get(timeout=0.05)
            except queue.Empty:
                continue
            try:
                self.outcome.put((task, self.process(task)))
            except ZeroDivisionError:
                self.outcome.put((task, None))
            finally:
                self.tasks.task_done()

    @staticmethod
    def process(task):
        return 100 // task


def main():
    tasks, outcome, closing = mp.JoinableQueue(), mp.SimpleQueue(), mp.Event()
    team = [Worker(tasks, outcome, closing) for _ in range(2)]
    for worker in team:
        worker.start()
    for n in range(8):
        tasks.put(n)
    tasks.join()
    closing.set()
    results = dict(outcome.get() for _ in range(8))
    for worker in team:
        worker.join()
    assert results == {0: None, **{n: 100 // n for n in range(1, 8)}}
    print(results)


if __name__ == "__main__":
    main()
