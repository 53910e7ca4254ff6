from concurrent import futures


def _call(job):
    return job()


class Backend:
    factory = None
    width = 1

    def run(self, jobs):
        with self.factory(self.width) as pool:
            return list(pool.map(_call, jobs))


class ThreadBackend(Backend):
    factory = futures.ThreadPoolExecutor


class ProcessBackend(Backend):
    factory = futures.ProcessPoolExecutor
    width = 2


def make_backend(name):
    return {"thread": ThreadBackend, "process": ProcessBackend}[name]()
