import logging
import multiprocessing

from renderer import Renderer

log = logging.getLogger("service")


class ReportService:
    def __init__(self, pool_size, timeout):
        self.renderer = Renderer(pool_size)
        self.timeout = timeout
        self.outbox = multiprocessing.Queue()

    def handle(self, reports):
        workers = []
        for report in reports:
            worker = multiprocessing.Process(
                target=self.renderer.render, args=(report, self.outbox), name=report
            )
            worker.start()
            workers.append(worker)
        done = dict(self.outbox.get(timeout=self.timeout) for _ in workers)
        for worker in workers:
            worker.join()
        return {report: len(parts) for report, parts in done.items()}

    def close(self):
        for child in multiprocessing.active_children():
            if child.name in ("sales", "stock"):
                child.kill()
                child.join()
        self.renderer.close()
