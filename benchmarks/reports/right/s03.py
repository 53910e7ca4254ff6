"""Expectation step of a knowledge tracing model over many students."""
from __future__ import annotations

import argparse
import math
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass


@dataclass(frozen=True)
class ModelParams:
    learn: float
    guess: float
    slip: float


PARAMS: ModelParams | None = None
RESOURCES: dict[str, float] = {}


def load_params(profile: str) -> None:
    global PARAMS
    PARAMS = ModelParams(0.2, 0.25, 0.1) if profile == "default" else ModelParams(0.1, 0.2, 0.05)
    RESOURCES.update({"video": 1.2, "quiz": 1.0})


def student_likelihood(answers: list[int]) -> float:
    known = 0.3
    total = 0.0
    for answer in answers:
        right = known * (1 - PARAMS.slip) + (1 - known) * PARAMS.guess
        total += math.log(right if answer else 1 - right)
        known = known + (1 - known) * PARAMS.learn * RESOURCES["quiz"]
        known = min(known, 0.99)
    return total


def cohort(students: int, steps: int) -> list[list[int]]:
    return [[(s * 7 + t * 3) % 4 != 0 for t in range(steps)] for s in range(students)]


def e_step(data: list[list[int]], jobs: int, profile: str) -> float:
    with ProcessPoolExecutor(jobs, initializer=load_params, initargs=(profile,)) as executor:
        return sum(executor.map(student_likelihood, data, chunksize=8))


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--profile", default="default")
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args(argv)
    print(f"log likelihood {e_step(cohort(40, 30), args.jobs, args.profile):.3f}")


if __name__ == "__main__":
    main()
