from __future__ import annotations

import multiprocessing as mp

from fleet.config import RobotConfig
from fleet.robot import Robot


def main() -> None:
    with mp.Manager() as manager:
        positions = manager.dict()
        robots = [Robot(RobotConfig(f"r{i}", speed=1 + i), positions) for i in range(3)]
        for robot in robots:
            robot.start()
        for robot in robots:
            robot.join()
        print("positions", dict(positions), "exit codes", [r.exitcode for r in robots])


if __name__ == "__main__":
    main()
