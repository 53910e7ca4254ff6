"""The real packages that are linted: ``corpus.txt`` pins them.

Each gets a folder ``NAME-VERSION`` with its Python files and nothing else. Wheels alone are taken, since building a
source distribution would run its code; each is the one for CPython 3.11 on Linux, whatever this is run by, so that
everybody compares the same files. Nothing of them is installed or run.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from comparison import Refusal

CORPUS = Path(__file__).resolve().parents[1] / "corpus.txt"
LARGEST = 60 * 2**20
"""Larger wheels are mostly machine code, and left out."""
TARGET = (
    *("--only-binary=:all:", "--implementation=cp", "--python-version=3.11"),
    *("--platform=manylinux_2_28_x86_64", "--platform=manylinux_2_17_x86_64", "--platform=manylinux1_x86_64"),
)


def pinned() -> list[tuple[str, str]]:
    """Read the list of packages: a name and a version from each line ``NAME==VERSION``.

    Raises :class:`Refusal` where a line is something else.
    """
    packages = []
    for number, line in enumerate(CORPUS.read_text(encoding="utf-8").splitlines(), 1):
        if line := line.partition("#")[0].strip():
            match = re.fullmatch(r"([\w.-]+)==([\w.!+-]+)", line)
            if match is None:
                raise Refusal(f"{CORPUS}:{number}: write NAME==VERSION")
            packages.append((match[1], match[2]))
    return packages


def fetch(name: str, version: str, folder: Path) -> str:
    """Download a wheel and put its Python files below the folder; return what is in the way, or nothing."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".") as temporary:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        run = subprocess.run(
            [*command, *TARGET, "--dest", temporary, f"{name}=={version}"], capture_output=True, text=True
        )
        wheels = list(Path(temporary).glob("*.whl"))
        if run.returncode or not wheels:
            return (run.stderr.strip().splitlines() or ["pip downloads no wheel"])[-1]
        if wheels[0].stat().st_size > LARGEST:
            return f"its wheel has more than {LARGEST >> 20} MiB"
        unpacked = Path(temporary) / "unpacked"
        unpacked.mkdir()
        with zipfile.ZipFile(wheels[0]) as wheel:
            wheel.extractall(unpacked, [each for each in wheel.namelist() if each.endswith(".py")])
        unpacked.replace(folder / f"{name}-{version}")
    return ""


def fetch_all(folder: Path) -> bool:
    """Fetch the packages of the list that are not in the folder yet, and say what cannot be had.

    Returns whether all are there. Raises :class:`Refusal` where the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(f"{folder}: {error.strerror}") from error
    complete = True
    for name, version in pinned():
        if not (folder / f"{name}-{version}").is_dir():
            problem = fetch(name, version, folder)
            complete = complete and not problem
            print(f"{name}-{version}: {problem or 'unpacked'}", flush=True)
    return complete
