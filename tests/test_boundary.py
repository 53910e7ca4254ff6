"""Unexpected errors, at each place where they can come from: one line, exit status 2, and the other files done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from flake8_mp.frontends import baseline, checking, cli, discovery, reporting, run
from flake8_mp.frontends.formats import full, grouped, load
from tests.conftest import LAMBDA_TO_POOL, Command

B = "b.py:5:24 MP201"


def failing(real: Callable[..., Any], error: Exception) -> Callable[..., Any]:
    """Make a function that fails where one of its arguments has to do with a.py."""

    def called(*arguments: Any, **named: Any) -> Any:
        if "a.py" in repr(arguments):
            raise error
        return real(*arguments, **named)

    return called


PLACES = {
    "decoding": (checking, "decode"),
    "the comments": (checking, "_after_noqa"),
    "the sieve": (checking.Prefilter, "passes"),
    "reading": (run, "read"),
    "the report": (reporting, "_report"),
}


@pytest.mark.parametrize("error", [RecursionError("too deep"), TypeError("odd\nthing"), MemoryError(), KeyError("x")])
@pytest.mark.parametrize("name", PLACES)
def test_a_file_that_fails_keeps_none_from_the_others(
    command: Command, monkeypatch: pytest.MonkeyPatch, name: str, error: Exception
) -> None:
    # The text names the file, so that a failure can be recognised by the arguments of any function.
    command.write("a.py", f"# a.py\n{LAMBDA_TO_POOL}")
    command.write("b.py")
    owner, attribute = PLACES[name]
    monkeypatch.setattr(owner, attribute, failing(getattr(owner, attribute), error))
    result = command.concise(".", "--jobs", "1")
    assert (result.status, result.places) == (2, [B])
    assert result.err.count("\n") == 1
    if isinstance(error, MemoryError) and name == "decoding":
        assert result.err == "a.py: too large or nested too deeply to be parsed\n"
    elif isinstance(error, RecursionError) and name == "decoding":
        assert result.err == "a.py: nested too deeply to be parsed\n"
    else:
        text = " ".join(f"{type(error).__name__}: {error}".rstrip(": ").split())
        assert result.err.startswith(f"a.py: internal error ({text}); report it")


@pytest.mark.parametrize("form", ["full", "grouped"])
def test_a_format_that_fails(command: Command, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    command.write("a.py")
    command.write("b.py")
    owner = {"full": full.Full, "grouped": grouped.Grouped}[form]
    monkeypatch.setattr(load(form), "file", failing(owner.file, IndexError("list index out of range")))
    result = command(".", "--output-format", form, "-q")
    assert result.status == 2
    assert "b.py" in result.out
    assert result.err.startswith("a.py: internal error (IndexError: list index out of range); report it")


def test_adding_comments(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    command.write("a.py", f"# a.py\n{LAMBDA_TO_POOL}")
    command.write("b.py")
    monkeypatch.setattr("flake8_mp.frontends.add_noqa.decode", failing(checking.decode, RecursionError("too deep")))
    result = command(".", "--add-noqa")
    assert result.status == 2
    first, second = result.err.splitlines()
    assert first.startswith("a.py: not changed: internal error (RecursionError: too deep)")
    assert second == "flake8-mp: 1 comment in 1 file"


WHOLE = {
    "discovery": (discovery.Discovery, "find"),
    "a baseline": (baseline.Baseline, "read"),
    "the parts": (cli, "_hand_over"),
}


@pytest.mark.parametrize("name", WHOLE)
def test_what_concerns_the_whole_run(command: Command, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    command.write("a.py")
    owner, attribute = WHOLE[name]

    def fail(*arguments: Any, **named: Any) -> Any:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(owner, attribute, fail)
    result = command("a.py", "--baseline", "x.json") if name == "a baseline" else command("a.py")
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        "flake8-mp: internal error (ZeroDivisionError: division by zero); report it, with FLAKE8_MP_TRACEBACK=1 set to "
        "show where\n"
    )


def test_the_traceback_is_shown_to_who_asks(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: Any) -> Any:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(cli, "_hand_over", fail)
    monkeypatch.setenv("FLAKE8_MP_TRACEBACK", "1")
    result = command("a.py")
    assert result.err.startswith("Traceback (most recent call last):\n")
    assert result.status == 2


@pytest.mark.parametrize("command_name", ["explain", "rules", "verify", "selfcheck"])
def test_every_command_is_within_it(command: Command, monkeypatch: pytest.MonkeyPatch, command_name: str) -> None:
    def fail(*arguments: Any) -> Any:
        raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")

    for module in (
        "flake8_mp.frontends.explaining.command",
        "flake8_mp.frontends.rules_list",
        "flake8_mp.selfcheck.__main__",
    ):
        monkeypatch.setattr(f"{module}.main", fail)
    monkeypatch.setattr("flake8_mp.frontends.verify.main", fail)
    result = command(command_name, "x")
    assert (result.status, result.err.count("\n")) == (2, 1)
    assert "internal error (UnicodeDecodeError" in result.err
