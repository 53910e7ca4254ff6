from __future__ import annotations

import multiprocessing
from typing import Callable

from .artifacts import Artifact, list_artifacts
from .settings import Settings


def check_size(artifact: Artifact, settings: Settings) -> str | None:
    if artifact.size > settings.number("PKG_MAX_SIZE"):
        return f"{artifact.path} is {artifact.size} kB"
    return None


def check_root(artifact: Artifact, settings: Settings) -> str | None:
    if not artifact.path.startswith(settings.values["PKG_ROOT"]):
        return f"{artifact.path} is outside of {settings.values['PKG_ROOT']}"
    return None


def check_strip(artifact: Artifact, settings: Settings) -> str | None:
    if settings.flag("PKG_STRIP") and not artifact.stripped:
        return f"{artifact.path} is not stripped"
    return None


CHECKS: list[Callable[[Artifact, Settings], "str | None"]] = [check_size, check_root, check_strip]


class Examiner(multiprocessing.Process):
    def __init__(self, artifacts: list[Artifact], settings: Settings, out: multiprocessing.Queue) -> None:
        super().__init__(name="examiner")
        self.artifacts = artifacts
        self.settings = settings
        self.out = out

    def run(self) -> None:
        found = []
        for artifact in self.artifacts:
            found += filter(None, (check(artifact, self.settings) for check in CHECKS))
        self.out.put(found)


def examine_package(name: str, settings: Settings) -> list[str]:
    artifacts = list_artifacts(name)
    out: multiprocessing.Queue = multiprocessing.Queue()
    examiners = [Examiner(artifacts[n::settings.jobs], settings, out) for n in range(settings.jobs)]
    for examiner in examiners:
        examiner.start()
    problems = [line for _ in examiners for line in out.get()]
    for examiner in examiners:
        examiner.join()
    return sorted(problems)
