"""Supervisor that restarts what fails and gives up after three failures."""
import logging
import sys

from guard.supervisor import Supervisor
from guard.units import Unit


def main() -> int:
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
    supervisor = Supervisor([Unit("steady", 0), Unit("flaky", 9)], max_failures=3)
    outcome = supervisor.run()
    print(sorted(outcome.items()))
    return 0 if outcome == {"steady": 0, "flaky": 9} else 1


if __name__ == "__main__":
    sys.exit(main())
