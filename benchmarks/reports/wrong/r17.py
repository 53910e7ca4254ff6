"""Submit a task in a sub-process with its own environment and hand back the outcome."""
import argparse
import logging
import multiprocessing
import os
import queue
import sys
from dataclasses import dataclass, field

log = logging.getLogger("submit")


@dataclass
class TaskConfig:
    name: str
    site: str = "T2_CH_CERN"
    splitting: int = 10
    parameters: dict = field(default_factory=dict)


class JobPackage:
    def __init__(self, config):
        self.config = config
        self.transforms = {}
        self.register("upper", str.upper)
        self.register("tag", lambda text: f"{text}_{config.splitting}")

    def register(self, name, function):
        self.transforms[name] = function

    def build(self):
        label = self.config.name
        for function in self.transforms.values():
            label = function(label)
        return label


class SubmitRunner:
    def __init__(self, timeout):
        self.timeout = timeout

    def _work(self, config, environment, results):
        os.environ.update(environment)
        package = JobPackage(config)
        label = package.build()
        log.info("package %s built for %s", label, config.site)
        results.put({"label": label, "exit": 0, "package": package})

    def run(self, config, environment):
        results = multiprocessing.Queue()
        process = multiprocessing.Process(target=self._work, args=(config, environment, results))
        process.start()
        try:
            outcome = results.get(timeout=self.timeout)
        except queue.Empty:
            process.join()
            log.error("no outcome from submission, child exit code %s", process.exitcode)
            return None
        process.join()
        return outcome


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--name", default="ttbar_2024")
    parser.add_argument("--timeout", type=float, default=4)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    outcome = SubmitRunner(args.timeout).run(TaskConfig(args.name), {"SCRAM_ARCH": "el9"})
    if outcome is None:
        return 1
    print("submitted as", outcome["label"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
