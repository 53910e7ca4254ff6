"""Exit codes as the protocol between a launcher and its checks."""
import enum
import os
import sys
from multiprocessing import Process


class Outcome(enum.IntEnum):
    PASSED = 0
    CRASHED = 1
    FAILED = 3
    SKIPPED = 4
    ABORTED = 70


def check_disk():
    return None


def check_quota():
    sys.exit(Outcome.FAILED)


def check_license():
    raise SystemExit(int(Outcome.SKIPPED))


def check_kernel():
    sys.stdout.flush()
    os._exit(Outcome.ABORTED)


def check_network():
    sys.stderr = open(os.devnull, "w")
    raise RuntimeError("no route")


CHECKS = [check_disk, check_quota, check_license, check_kernel, check_network]


def launch(checks):
    procs = {check.__name__: Process(target=check) for check in checks}
    for proc in procs.values():
        proc.start()
    outcome = {}
    for name, proc in procs.items():
        proc.join()
        outcome[name] = Outcome(proc.exitcode).name
        proc.close()
    return outcome


def main():
    outcome = launch(CHECKS)
    assert list(outcome.values()) == ["PASSED", "FAILED", "SKIPPED", "ABORTED", "CRASHED"], outcome
    print(outcome)
    return 0


if __name__ == "__main__":
    sys.exit(main())
