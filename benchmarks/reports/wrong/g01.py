"""Run converters for building models in their own process, so that a crash cannot take the service down."""

import argparse
import json
import logging
import multiprocessing
import traceback
from dataclasses import dataclass

log = logging.getLogger("convert")


class ConversionFailed(RuntimeError):
    pass


@dataclass(frozen=True)
class Job:
    name: str
    elements: int


def build_report(job):
    rows = []
    for number in range(job.elements):
        rows.append({"guid": f"{job.name}-{number:06d}", "storey": number % 12, "area": number * 0.25})
    return {"name": job.name, "rows": rows}


def _entry(job, outbox):
    try:
        outbox.put(("done", build_report(job)))
    except Exception:
        outbox.put(("error", traceback.format_exc()))


class IsolatedRunner:
    """Runs one job after the other, each one in a new process."""

    def __init__(self, method=None):
        self._context = multiprocessing.get_context(method)

    def run(self, job):
        outbox = self._context.Queue()
        process = self._context.Process(target=_entry, args=(job, outbox), name=f"convert-{job.name}")
        process.start()
        process.join()
        if process.exitcode != 0:
            raise ConversionFailed(f"{job.name}: converter exited with {process.exitcode}")
        status, data = outbox.get()
        if status == "error":
            raise ConversionFailed(data)
        log.info("%s: %d rows", job.name, len(data["rows"]))
        return data


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--elements", type=int, default=20_000)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    runner = IsolatedRunner()
    for job in (Job("porch", 20), Job("tower", options.elements)):
        report = runner.run(job)
        print(json.dumps({"name": report["name"], "rows": len(report["rows"])}), flush=True)


if __name__ == "__main__":
    main()
