"""What `.ci/editors` installs for the tests that drive real editors, and what it says where it cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it is a script of a POSIX shell")

APT = """\
echo "$@" >> {log}
[ "$1" = install ] || {{ : > {lists}; exit 0; }}
[ -e {lists} ] || exit 100
shift 4
for package in "$@"; do
    case $package in
        neovim) {make} "exit 0" nvim;;
        emacs-nox) {make} "{emacs}" emacs;;
        elpa-eglot) {make} "exit 0" emacs;;
    esac
done
"""
MAKE = """\
printf '#!%s\\n%s\\n' {bash} "$1" > {folder}/$2
{chmod} +x {folder}/$2
"""
WITHOUT_EGLOT = "exit 1"
INSTALL = "install -qq -y --no-install-recommends"


class Machine:
    """A PATH with nothing but what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bash = shutil.which("bash") or "bash"
        folder.mkdir()
        (folder / "bash").symlink_to(self.bash)

    def has(self, name: str, script: str = "exit 0") -> None:
        path = self.folder / name
        path.write_text(f"#!{self.bash}\n{script}\n")
        path.chmod(0o755)

    def has_apt(self, *, lists: bool, emacs: str = "exit 0") -> None:
        """Give it an apt-get that installs, once there are lists of packages."""
        chmod = shutil.which("chmod") or "chmod"
        self.has("make-program", MAKE.format(bash=self.bash, folder=self.folder, chmod=chmod))
        names = {"log": self.folder / "log", "lists": self.folder / "lists", "make": self.folder / "make-program"}
        self.has("apt-get", APT.format(**names, emacs=emacs))
        if lists:
            names["lists"].touch()

    def run(self) -> tuple[list[str], str]:
        """Run the script; return what was asked of apt-get, and what it said."""
        run = subprocess.run(
            [self.bash, str(ROOT / ".ci" / "editors")],
            env={**os.environ, "PATH": str(self.folder)},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        log = self.folder / "log"
        return log.read_text().splitlines() if log.exists() else [], run.stdout + run.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "bin")


def test_nothing_is_done_where_all_is_there(machine: Machine) -> None:
    machine.has("nvim")
    machine.has("emacs")
    machine.has_apt(lists=True)
    assert machine.run() == ([], "")


def test_what_is_missing_is_installed(machine: Machine) -> None:
    machine.has("nvim")
    machine.has("id", "echo 0")
    machine.has_apt(lists=True)
    assert machine.run() == ([f"{INSTALL} emacs-nox"], "")


def test_an_emacs_without_eglot_gets_it_afterwards(machine: Machine) -> None:
    machine.has("id", "echo 0")
    machine.has_apt(lists=True, emacs=WITHOUT_EGLOT)
    assert machine.run() == ([f"{INSTALL} neovim emacs-nox", f"{INSTALL} elpa-eglot"], "")


def test_lists_that_are_missing_are_fetched(machine: Machine) -> None:
    machine.has("emacs")
    machine.has("id", "echo 0")
    machine.has_apt(lists=False)
    assert machine.run() == ([f"{INSTALL} neovim", "update -qq", f"{INSTALL} neovim"], "")


@pytest.mark.parametrize(
    ("apt", "user", "why"),
    [
        (None, "0", "there is no apt-get to install neovim emacs-nox with"),
        ("exit 0", "1000", "only root can install neovim emacs-nox"),
        ("exit 100", "0", "apt-get cannot install neovim emacs-nox"),
        ("exit 0", "0", "neovim emacs-nox cannot be used although installed"),
    ],
)
def test_why_tests_are_skipped_is_said_in_one_line(machine: Machine, apt: str | None, user: str, why: str) -> None:
    if apt is not None:
        machine.has("apt-get", apt)
    machine.has("id", f"echo {user}")
    assert machine.run()[1] == f".ci/editors: some tests of real editors are skipped: {why}\n"


def test_a_change_is_tested_with_them() -> None:
    assert ".ci/editors\n" in (ROOT / ".ci" / "run").read_text()
