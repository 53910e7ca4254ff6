import multiprocessing

from .worker import Worker


def run_server(cfg):
    worker = Worker(cfg)
    sub = multiprocessing.Process(target=worker.start, name="worker")
    sub.start()
    print("server up for", cfg.name, flush=True)
    sub.join()
    return sub.exitcode
