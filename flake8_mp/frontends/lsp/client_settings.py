"""What the user has set in the editor, from whatever shape clients send it in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flake8_mp.configuration import KEYS

SECTION = "flake8-mp"
"""The section of the editor's settings that is ours."""

NOT_OF_EDITORS = {"fail-on", "output-format", "force-exclude", "respect-gitignore", "unsafe-fixes"}
"""Keys that an editor does not set; ``unsafeFixes`` says there whether such fixes are offered, one by one."""


@dataclass(frozen=True)
class ClientSettings:
    """The settings of one workspace folder."""

    enable: bool = True
    """Whether anything is checked at all."""
    configuration: str | None = None
    """The only configuration file that is read, where one is named."""
    given: Mapping[str, object] = field(default_factory=dict)
    """Keys of ``[tool.flake8_mp]``, which win over the files."""
    run: str = "onType"
    """``onType``, or ``onSave`` for files to be checked when they are opened and saved only."""
    time_limit: float = 10.0
    """Seconds that the check of one file may take."""
    workspace: bool = False
    """Whether the files that are not open are checked as well."""
    unused_noqa: bool = False
    unsafe_fixes: bool = True
    """Whether fixes that may change what a program does are offered."""
    inlay_hints: bool = False
    """Whether the start methods that are in use are shown beside the code,"""
    code_lens: bool = False
    """or above it."""
    python: str | None = None
    """The interpreter that `verify` runs programs with; the server's own unless it is set otherwise."""


class SettingsProblem(ValueError):
    """A setting of the editor makes no sense; the text names it and says why."""


def read_client_settings(stated: object) -> ClientSettings:
    """Read what a client has sent: settings, or those below ``settings`` or ``flake8-mp``.

    Raises :class:`SettingsProblem`. What nobody here knows is not looked at, since clients send all that they have.
    """
    for key in ("settings", SECTION):
        if isinstance(stated, Mapping) and isinstance(stated.get(key), Mapping):
            stated = stated[key]
    if not isinstance(stated, Mapping):
        return ClientSettings()
    given: dict[str, object] = {}
    for name, value in stated.items():
        key = _kebab(str(name))
        if key in KEYS and key not in NOT_OF_EDITORS and key != "enable" and value not in (None, [], {}, ""):
            given[key] = value
    # `enable` is what editors call the switch of an extension, so the rules that are off by default have another name.
    if extra := stated.get("enableRules"):
        given["enable"] = extra
    mode = _choice(stated, "diagnosticMode", ("openFilesOnly", "workspace"))
    return ClientSettings(
        enable=_flag(stated, "enable", True),
        configuration=_text(stated, "configuration"),
        given=given,
        run=_choice(stated, "run", ("onType", "onSave")),
        time_limit=_seconds(stated, "timeLimit", ClientSettings.time_limit),
        workspace=mode == "workspace",
        unused_noqa=_flag(stated, "unusedNoqa", False),
        unsafe_fixes=_flag(stated, "unsafeFixes", True),
        inlay_hints=_flag(stated, "inlayHints", False),
        code_lens=_flag(stated, "codeLens", False),
        python=_text(stated, "python"),
    )


def _kebab(name: str) -> str:
    return re.sub(r"[A-Z]", lambda match: f"-{match[0].lower()}", name)


def _flag(stated: Mapping[str, Any], name: str, usual: bool) -> bool:
    value = stated.get(name)
    if value is None:
        return usual
    if not isinstance(value, bool):
        raise SettingsProblem(f"{name}: write true or false, not {value!r}")
    return value


def _text(stated: Mapping[str, Any], name: str) -> str | None:
    value = stated.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise SettingsProblem(f"{name}: write a string, not {value!r}")
    return value


def _choice(stated: Mapping[str, Any], name: str, known: tuple[str, ...]) -> str:
    value = stated.get(name)
    if value is None:
        return known[0]
    if value not in known:
        raise SettingsProblem(f"{name}: {value!r} is not one of {', '.join(known)}")
    return str(value)


def _seconds(stated: Mapping[str, Any], name: str, usual: float) -> float:
    value = stated.get(name)
    if value is None:
        return usual
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 3600:
        raise SettingsProblem(f"{name}: write a number of seconds above 0, not {value!r}")
    return float(value)
