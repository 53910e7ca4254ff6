from __future__ import annotations

import logging

from super.policy import RestartPolicy
from super.supervisor import Supervisor
from super.workers import counting, flaky


def main() -> None:
    logging.basicConfig(level=logging.ERROR)
    supervisor = Supervisor(RestartPolicy(max_restarts=2))
    supervisor.add("steady", counting, 5)
    supervisor.add("flaky", flaky, 3)
    report = supervisor.run(timeout=30)
    assert report["steady"].exitcodes == [0], report
    assert report["flaky"].exitcodes == [13, 13, 13], report
    print({name: slot.exitcodes for name, slot in report.items()})


if __name__ == "__main__":
    main()
