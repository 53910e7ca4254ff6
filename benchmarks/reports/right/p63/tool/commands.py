"""Commands are callable objects: arguments in the fields, one file per call."""
from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

COMMANDS: dict[str, type] = {}


class Command:
    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        COMMANDS[cls.__name__.lower()] = cls

    @staticmethod
    def arguments(parser):
        pass

    @classmethod
    def from_options(cls, options):
        return cls()

    def __call__(self, path: Path):
        raise NotImplementedError

    def report(self, results) -> str:
        raise NotImplementedError


@dataclass(frozen=True)
class Count(Command):
    """Count words or lines."""

    by: str

    @staticmethod
    def arguments(parser):
        parser.add_argument("--by", choices=["words", "lines"], default="words")

    @classmethod
    def from_options(cls, options):
        return cls(options.by)

    def __call__(self, path):
        text = path.read_text()
        return len(text.split() if self.by == "words" else text.splitlines())

    def report(self, results):
        return str(sum(results))


class Digest(Command):
    """One digest over all files."""

    def __call__(self, path):
        return hashlib.sha1(path.read_bytes()).hexdigest()

    def report(self, results):
        return hashlib.sha1("".join(results).encode()).hexdigest()


class Grep(Command):
    """Names of files with a match."""

    def __init__(self, pattern: re.Pattern):
        self.pattern = pattern

    @staticmethod
    def arguments(parser):
        parser.add_argument("--pattern", required=True)
        parser.add_argument("--ignore-case", action="store_true")

    @classmethod
    def from_options(cls, options):
        return cls(re.compile(options.pattern, re.I if options.ignore_case else 0))

    def __call__(self, path):
        return path.name if self.pattern.search(path.read_text()) else None

    def report(self, results):
        return " ".join(filter(None, results))
