from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class CommandSequence:
    project: str
    commands: tuple[str, ...] = ("pull", "reindex")


def run_sequence(sequence: CommandSequence) -> tuple[str, int]:
    for _command in sequence.commands:
        time.sleep(0.01)
    return sequence.project, 0
