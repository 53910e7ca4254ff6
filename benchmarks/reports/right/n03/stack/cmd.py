import multiprocessing

from .worker import Worker


def run_worker(cfg):
    Worker(cfg).start()


def run_server(cfg):
    sub = multiprocessing.Process(target=run_worker, args=(cfg,), name="worker")
    sub.start()
    print("server up for", cfg.name, flush=True)
    sub.join()
    return sub.exitcode
