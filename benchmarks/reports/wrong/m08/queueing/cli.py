import multiprocessing

from .watcher import watch_logs
from .worker import worker_process


def start(options):
    processes = []
    readers = []
    for worker_id in range(options.processes):
        read_pipe, write_pipe = multiprocessing.Pipe(duplex=False)
        proc = multiprocessing.Process(
            target=worker_process,
            args=(worker_id, options.messages, write_pipe),
            daemon=True,
        )
        proc.start()
        readers.append(read_pipe)
        processes.append(proc)

    lines = watch_logs(readers)
    for proc in processes:
        proc.join()
    return lines
