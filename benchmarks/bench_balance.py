"""Whether the processes of one run end together: ``python benchmarks/bench_balance.py [PATH …]``.

Prints, for each worker of ``flake8-mp check --jobs 2``, how many portions and files it got, its CPU seconds, and when
it ended; then by how much the first ends before the last, relative to the whole. Without a path the standard library
of this Python is checked, without ``site-packages``.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flake8_mp.frontends import cli, run
from flake8_mp.frontends.checking import Answer, Request

JOBS = 2
LOG = "BENCH_BALANCE_LOG"
"""The environment variable that names the file to which the workers write, whatever starts them."""

_check_all = run._check_all


@dataclass
class Worker:
    """What one process did."""

    portions: int = 0
    files: int = 0
    cpu: float = 0.0
    began: float = float("inf")
    ended: float = 0.0


def measured(requests: Sequence[Request]) -> list[Answer]:
    """Check one portion, and note what it took."""
    began, cpu = time.monotonic(), time.process_time()
    answers = _check_all(requests)
    with Path(os.environ[LOG]).open("a", encoding="utf-8") as log:
        log.write(f"{os.getpid()} {len(requests)} {time.process_time() - cpu} {began} {time.monotonic()}\n")
    return answers


def main() -> int:
    """Run the command in this process, and print what its workers wrote."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", metavar="PATH", default=[sysconfig.get_path("stdlib")])
    paths: list[str] = parser.parse_args().paths
    workers: dict[str, Worker] = {}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"
        log.touch()
        os.environ[LOG] = str(log)
        run._check_all = measured
        words = ["check", "--no-cache", "--isolated", "--exit-zero", "--quiet", "--jobs", str(JOBS)]
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            cli.main([*words, "--exclude", "site-packages", "--", *paths])
        for line in log.read_text("utf-8").splitlines():
            pid, files, cpu, began, ended = line.split()
            worker = workers.setdefault(pid, Worker())
            worker.portions += 1
            worker.files += int(files)
            worker.cpu += float(cpu)
            worker.began = min(worker.began, float(began))
            worker.ended = max(worker.ended, float(ended))
    if len(workers) < JOBS:
        sys.exit("there is too little to do for several processes")
    first = min(worker.began for worker in workers.values())
    for number, worker in enumerate(workers.values(), 1):
        print(
            f"worker {number}: {worker.portions:4} portions, {worker.files:5} files, {worker.cpu:7.2f} s CPU, "
            f"ends after {worker.ended - first:7.2f} s"
        )
    ends = [worker.ended - first for worker in workers.values()]
    print(f"the first ends {100 * (max(ends) - min(ends)) / max(ends):.1f} % before the last")
    return 0


if __name__ == "__main__":
    sys.exit(main())
