import logging
import multiprocessing

from .compiler import CompilationError, compile_node

log = logging.getLogger("project.runnable")


def executor(job_queue, results):
    while True:
        node = job_queue.get()
        try:
            statement = compile_node(node)
            status = "pass"
            log.debug("%s", statement)
        except CompilationError as exc:
            status = f"error: {exc}"
        results.put((node.name, status))
        job_queue.task_done()


class RunnableTask:
    def __init__(self, graph, executors):
        self.graph = graph
        self.job_queue = multiprocessing.JoinableQueue()
        self.results = multiprocessing.Queue()
        self.executors = [
            multiprocessing.Process(target=executor, args=(self.job_queue, self.results), daemon=True)
            for _ in range(executors)
        ]

    def execute(self):
        for process in self.executors:
            process.start()
        for node in self.graph:
            self.job_queue.put(node)
        self.job_queue.join()
        results = [self.results.get() for _ in self.graph]
        for process in self.executors:
            process.terminate()
            process.join()
        return sorted(results)
