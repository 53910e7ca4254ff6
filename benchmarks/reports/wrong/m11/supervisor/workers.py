import multiprocessing

from . import settings


def _check(conn):
    conn.send("ready")
    conn.close()


def _run_task(name, conn):
    conn.send({"task": name, "model": settings.current("OURO_MODEL"), "budget": int(settings.current("OURO_BUDGET"))})
    conn.close()


class WorkerPool:
    def __init__(self, size):
        self.size = size

    def _call(self, target, *args):
        reader, writer = multiprocessing.Pipe(duplex=False)
        proc = multiprocessing.Process(target=target, args=(*args, writer))
        proc.start()
        writer.close()
        try:
            return reader.recv()
        finally:
            proc.join()
            reader.close()

    def self_check(self):
        return all(self._call(_check) == "ready" for _ in range(self.size))

    def run_tasks(self, names):
        return [self._call(_run_task, name) for name in names]
