"""The settings that editors send: what the server reads, the documentation lists, and the VS Code extension offers."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from flake8_mp.configuration import KEYS
from flake8_mp.frontends.lsp.client_settings import NOT_OF_EDITORS, ClientSettings, read_client_settings
from tests.conftest import ROOT

EXTENSION = json.loads((ROOT / "editors" / "vscode" / "package.json").read_text(encoding="utf-8"))
OFFERED: dict[str, dict[str, Any]] = {
    name.removeprefix("flake8-mp."): offered
    for name, offered in EXTENSION["contributes"]["configuration"]["properties"].items()
}
OF_THE_EXTENSION = {"interpreter", "logLevel", "trace.server"}
"""What is no business of the server."""


class Subscription(dict[str, object]):
    """Settings that remember which names were looked for."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def get(self, name: str, default: object = None) -> object:
        self.names.add(name)
        return default


def camel(key: str) -> str:
    return re.sub(r"-(\w)", lambda match: match[1].upper(), key)


def read() -> set[str]:
    """Return the names that the server reads."""
    asked = Subscription()
    read_client_settings(asked)
    keys = KEYS.keys() - NOT_OF_EDITORS - {"enable"}
    return (asked.names - {"settings", "flake8-mp"}) | {camel(key) for key in keys}


def test_the_documentation_lists_what_is_read() -> None:
    text = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    table = text.partition("## Settings\n")[2].partition("\n## ")[0]
    listed = [name for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)]
    assert sorted(listed) == sorted(read())


def test_the_extension_offers_what_is_read() -> None:
    assert OFFERED.keys() - OF_THE_EXTENSION == read()


@pytest.mark.parametrize("name", sorted(OFFERED.keys() - OF_THE_EXTENSION))
def test_what_the_extension_sends_by_default_changes_nothing(name: str) -> None:
    assert read_client_settings({name: OFFERED[name]["default"]}) == ClientSettings()
