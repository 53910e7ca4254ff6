from __future__ import annotations

import argparse
import sys

from sim.config import SimConfig
from sim.runner import Runner


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--start-method", default=None)
    args = parser.parse_args(argv)
    config = SimConfig(paths=60, steps=50, seed=11)
    parallel = Runner(config, args.jobs, args.start_method).run()
    serial = Runner(config, 0).run(on_path=lambda i, v: None if v >= 0 else sys.exit("negative"))
    assert parallel == serial and len(parallel) == 60
    print(f"mean {sum(parallel) / len(parallel):.4f}")
    return 0


def run() -> None:
    sys.exit(main())


if __name__ == "__main__":
    run()
