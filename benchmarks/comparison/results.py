"""What an engine says about files, as it is kept and written."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comparison import Refusal

FORMAT = 1
"""The version of the files that are written here."""
RAISED = "RAISED"
"""The code of what is kept as a finding where the engine breaks its promise to raise nothing."""
FAILURES = frozenset({"MP000", RAISED})
"""The codes of what says that the engine failed."""
LEFT_OUT = frozenset({"site-packages", "__pycache__", "node_modules", ".git", ".venv"})
"""Folders that are not entered."""


@dataclass(frozen=True)
class Place:
    """A stretch of source, in lines from 1 and columns from 0."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True)
class Found:
    """A finding as it is kept: what the user sees of it, and nothing of the engine's own classes."""

    code: str
    place: Place
    message: str
    methods: tuple[str, ...]
    related: tuple[tuple[Any, ...], ...]
    """Of each related place its lines and columns, the words, and the file where it names one."""

    def to_json(self) -> list[Any]:
        """Return it as a list for JSON."""
        place = self.place
        where = [place.line, place.column, place.end_line, place.end_column]
        return [self.code, where, self.message, list(self.methods), [list(each) for each in self.related]]

    @classmethod
    def from_json(cls, data: Sequence[Any]) -> Found:
        """Return what :meth:`to_json` wrote."""
        code, where, message, methods, related = data
        return cls(code, Place(*where), message, tuple(methods), tuple(tuple(each) for each in related))


@dataclass(frozen=True)
class Linted:
    """What became of a file that can have findings."""

    source: str
    """A digest of the file: where it differs, two results say nothing about the engine."""
    cpu: float
    """The seconds of processor time that the engine took, parsing included."""
    findings: tuple[Found, ...]


@dataclass(frozen=True)
class Tree:
    """A folder whose files were linted; a file that cannot have findings has None."""

    folder: str
    files: dict[str, Linted | None]
    whole: bool = True
    """Whether all of its files were asked for."""
    parts: tuple[str, ...] = ()
    """The folders in it that belong to it; all of them where there are none."""
    sifting: float = 0.0
    """The seconds of processor time that it took to decide that the others cannot have findings."""

    def again(self) -> list[str]:
        """List the files that are there now. Raises :class:`Refusal` where a folder is gone."""
        for folder in (Path(self.folder, part) for part in self.parts or ("",)):
            if not folder.is_dir():
                raise Refusal(f"{folder}: this folder of the baseline is gone")
        if not self.parts:
            return python_files(Path(self.folder))
        return [f"{part}/{path}" for part in self.parts for path in python_files(Path(self.folder, part))]


@dataclass(frozen=True)
class Collection:
    """All that one revision of the engine says about some trees."""

    revision: str
    python: str
    trees: dict[str, Tree]

    @property
    def files(self) -> dict[str, Linted | None]:
        """Every file, under the name of its tree and its path there."""
        return {f"{name}/{path}": linted for name, tree in self.trees.items() for path, linted in tree.files.items()}

    def save(self, file: Path) -> None:
        """Write it as JSON, replacing the file at once."""
        trees = {
            name: {
                "folder": tree.folder,
                "whole": tree.whole,
                "parts": tree.parts,
                "sifting": tree.sifting,
                "files": {
                    path: linted
                    and {
                        "source": linted.source,
                        "cpu": linted.cpu,
                        "findings": [finding.to_json() for finding in linted.findings],
                    }
                    for path, linted in tree.files.items()
                },
            }
            for name, tree in self.trees.items()
        }
        data = {"format": FORMAT, "revision": self.revision, "python": self.python, "trees": trees}
        new = file.with_name(f"{file.name}.{os.getpid()}.new")
        try:
            new.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
            new.replace(file)
        except OSError as error:
            new.unlink(missing_ok=True)
            raise Refusal(f"{file}: cannot be written: {error.strerror}") from error

    @classmethod
    def load(cls, file: Path) -> Collection:
        """Read what :meth:`save` wrote. Raises :class:`Refusal` where it is something else."""
        try:
            data = json.loads(file.read_text(encoding="utf-8"))
            if data["format"] != FORMAT:
                raise Refusal(f"{file}: its format is {data['format']}, not {FORMAT}; collect it anew")
            trees = {
                name: Tree(
                    tree["folder"],
                    {
                        path: linted
                        and Linted(
                            linted["source"], linted["cpu"], tuple(Found.from_json(each) for each in linted["findings"])
                        )
                        for path, linted in tree["files"].items()
                    },
                    tree["whole"],
                    tuple(tree["parts"]),
                    tree["sifting"],
                )
                for name, tree in data["trees"].items()
            }
            return cls(data["revision"], data["python"], trees)
        except OSError as error:
            raise Refusal(f"{file}: cannot be read: {error.strerror}") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Refusal(f"{file}: not written by this program") from error


def python_files(folder: Path) -> list[str]:
    """List the Python files below a folder, relative to it and sorted."""
    found = []
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in LEFT_OUT]
        inside = Path(where).relative_to(folder)
        found += [(inside / name).as_posix() for name in names if name.endswith(".py")]
    return sorted(found)
