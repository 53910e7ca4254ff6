import logging
import multiprocessing

from .errors import MonitorError
from .table import memory_of

log = logging.getLogger("monitor.collect")


def collect(pids, processes):
    report = {}
    with multiprocessing.Pool(processes) as pool:
        pending = {pid: pool.apply_async(memory_of, (pid,)) for pid in pids}
        for pid, result in pending.items():
            try:
                report[pid] = result.get()
            except MonitorError as exc:
                log.warning("no figures for %d: %s", pid, exc)
                report[pid] = None
    return report
