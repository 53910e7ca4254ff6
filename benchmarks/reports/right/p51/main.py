import logging
import sys

from sched_jobs import nightly

from sched_ import Config, CycleError, Job, Scheduler, Status


def check_nightly(config):
    with Scheduler(config) as scheduler:
        scheduler.add(nightly())
        records = scheduler.run()
    statuses = {n: r.status for n, r in records.items()}
    assert statuses == {
        "fetch-a": Status.DONE,
        "fetch-b": Status.DONE,
        "score": Status.DONE,
        "bad": Status.FAILED,
        "report": Status.SKIPPED,
        "mail": Status.SKIPPED,
    }, statuses
    assert records["fetch-a"].value == [7, 3]
    assert records["score"].value == 30
    assert records["bad"].value == "RuntimeError: no disk"
    return len(records)


def check_cycle(config):
    try:
        with Scheduler(config) as scheduler:
            scheduler.add([Job("x", "tasks:fetch", after=frozenset("y")), Job("y", "tasks:fetch", after=frozenset("x"))])
            scheduler.run()
    except CycleError:
        return True
    return False


def main():
    logging.basicConfig(level=logging.WARNING)
    config = Config.from_environ()
    count = check_nightly(config)
    assert check_cycle(config)
    print("jobs", count)
    return 0


if __name__ == "__main__":
    sys.exit(main())
