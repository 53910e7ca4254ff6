"""Follow the logs of several deployments at once, highlighting what matters."""
import argparse
import logging
import multiprocessing
import os
import re
import tempfile
from dataclasses import dataclass

log = logging.getLogger("monitor")
SEVERITY = re.compile(r"\b(error|fatal|warning)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Deployment:
    name: str
    replicas: int

    def logfile(self, directory):
        return os.path.join(directory, self.name + ".log")


def display(directory):
    return "overview", len(os.listdir(directory))


def highlight(directory, deployment):
    hits = 0
    with open(deployment.logfile(directory)) as lines:
        for line in lines:
            if SEVERITY.search(line):
                hits += 1
    return deployment.name, hits


def prepare(directory, deployments):
    for deployment in deployments:
        with open(deployment.logfile(directory), "w") as out:
            for number in range(deployment.replicas * 50):
                level = "error" if number % 17 == 0 else "info"
                out.write(f'{{"component":"{deployment.name}","level":"{level}","n":{number}}}\n')


def run_step(step, arguments):
    return step(*arguments)


def monitor(directory, deployments):
    steps = [(display, (directory,))]
    steps.extend((highlight, (directory, deployment)) for deployment in deployments)
    summary = {}
    with multiprocessing.Pool(min(len(steps), 3)) as pool:
        for name, hits in pool.starmap(run_step, steps):
            log.info("%-10s %d", name, hits)
            summary[name] = hits
    return summary


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("deployments", nargs="*", default=["deck", "hook", "plank", "tide"])
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    deployments = [Deployment(name, 1 + number % 2) for number, name in enumerate(args.deployments)]
    with tempfile.TemporaryDirectory() as directory:
        prepare(directory, deployments)
        summary = monitor(directory, deployments)
    print("overview:", summary["overview"], "errors:", sum(summary.values()) - summary["overview"])


if __name__ == "__main__":
    main()
