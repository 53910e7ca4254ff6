import multiprocessing

from .aggregator import get_aggregator


def _worker(requests, conn):
    aggregator = get_aggregator()
    for _ in range(requests):
        aggregator.incr("request")
    aggregator.flush(timeout=2.0)
    conn.send(aggregator.flushed)
    conn.close()


def serve(workers, requests):
    running = []
    for _ in range(workers):
        reader, writer = multiprocessing.Pipe(duplex=False)
        proc = multiprocessing.Process(target=_worker, args=(requests, writer))
        proc.start()
        writer.close()
        running.append((proc, reader))
    totals = []
    for proc, reader in running:
        totals.append(reader.recv())
        proc.join()
        reader.close()
    return totals
