import logging
import multiprocessing
import sys

from logsetup import listening, send_to
from jobs import work


def main() -> int:
    queue = multiprocessing.Queue()
    with listening(queue, sys.stdout):
        log = logging.getLogger("main")
        log.info("starting")
        workers = [
            multiprocessing.Process(target=work, args=(send_to, queue, number), name=f"worker-{number}")
            for number in range(2)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        log.info("exit codes %s", [worker.exitcode for worker in workers])
    queue.close()
    queue.join_thread()
    return 0


if __name__ == "__main__":
    sys.exit(main())
