from __future__ import annotations

import logging
import time

from agent.service import Agent
from agent.tasks import ping


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    agent = Agent(probes={"db": ping, "cache": ping}, grace=0.3)
    agent.run_for(1.0)
    began = time.monotonic()
    agent.shutdown()
    print(f"agent stopped after {time.monotonic() - began:.1f} s, probes {agent.exit_codes()}")


if __name__ == "__main__":
    main()
