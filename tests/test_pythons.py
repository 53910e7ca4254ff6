"""Versions of Python, systems, and their default start methods."""

from __future__ import annotations

import multiprocessing
import sys

import pytest

from flake8_mp.pythons import (
    available_start_methods,
    default_start_method,
    default_start_methods,
    supported,
)
from flake8_mp.settings import PLATFORMS

HERE = {"darwin": "macos", "win32": "windows"}.get(sys.platform, "linux")


def test_this_python_agrees() -> None:
    methods = multiprocessing.get_all_start_methods()  # the default is the first
    assert default_start_method(HERE, sys.version_info[:2]) == methods[0]
    assert sorted(available_start_methods(HERE)) == sorted(methods)


@pytest.mark.parametrize(
    ("platform", "version", "method"),
    [
        ("linux", (3, 9), "fork"),
        ("linux", (3, 13), "fork"),
        ("linux", (3, 14), "forkserver"),
        ("linux", (3, 15), "forkserver"),
        ("macos", (3, 7), "fork"),
        ("macos", (3, 8), "spawn"),
        ("macos", (3, 14), "spawn"),
        ("windows", (3, 6), "spawn"),
        ("windows", (3, 14), "spawn"),
    ],
)
def test_the_default_of_each_system(platform: str, version: tuple[int, int], method: str) -> None:
    assert default_start_method(platform, version) == method


@pytest.mark.parametrize(
    ("platforms", "oldest", "newest", "methods"),
    [
        (PLATFORMS, None, None, {"fork", "spawn", "forkserver"}),
        (PLATFORMS, (3, 11), None, {"fork", "spawn", "forkserver"}),
        (PLATFORMS, (3, 14), None, {"spawn", "forkserver"}),
        (PLATFORMS, (3, 9), (3, 13), {"fork", "spawn"}),
        (["linux"], (3, 14), None, {"forkserver"}),
        (["linux"], None, (3, 12), {"fork"}),
        (["linux"], None, None, {"fork", "forkserver"}),
        (["macos"], None, None, {"spawn"}),
        (["macos", "windows"], (3, 9), (3, 9), {"spawn"}),
    ],
)
def test_the_defaults_of_several(
    platforms: list[str], oldest: tuple[int, int] | None, newest: tuple[int, int] | None, methods: set[str]
) -> None:
    assert default_start_methods(platforms, oldest, newest) == methods


@pytest.mark.parametrize(
    ("specifiers", "oldest", "newest"),
    [
        (">=3.11", (3, 11), None),
        (">=3.11,<4", (3, 11), None),
        ("~=3.12", (3, 12), None),
        ("~=3.12.1", (3, 12), (3, 12)),
        ("==3.14.*", (3, 14), (3, 14)),
        ("==3.*", None, None),
        ("==3.12", (3, 12), (3, 12)),
        ("===3.12.4", (3, 12), (3, 12)),
        (">=3.10, <3.14", (3, 10), (3, 13)),
        ("<3.14", None, (3, 13)),
        ("<=3.13", None, (3, 13)),
        ("<3.14.2,>=3.13.1", (3, 13), (3, 14)),
        (">3.11", (3, 11), None),
        (">=3.14.0rc1", (3, 14), None),
        (" >= 3.13 , < 3.15a1 ", (3, 13), (3, 14)),
        (">=3.12,!=3.12.*", (3, 13), None),
        (">=3.12,!=3.12.3", (3, 12), None),
        (">=2.7,!=3.0.*,!=3.1.*", (3, 2), None),
        (">=3.12,", (3, 12), None),
        (">=3", None, None),
        ("", None, None),
        ("<3", None, None),
        (">=4", None, None),
        ("^3.12", None, None),
        (">=3.x", None, None),
        (">=3.11 or <3", None, None),
    ],
)
def test_what_requires_python_admits(
    specifiers: str, oldest: tuple[int, int] | None, newest: tuple[int, int] | None
) -> None:
    assert supported(specifiers) == (oldest, newest)


def test_packaging_agrees_where_it_is_installed() -> None:
    specifiers = pytest.importorskip("packaging.specifiers")
    result = (">=3.11,<4", "~=3.12", "~=3.12.1", "==3.14.*", "<3.14.2,>=3.13.1", ">3.11,<=3.13", ">=3.9,!=3.12.*,<3.16")
    for text in result:
        admits = specifiers.SpecifierSet(text)
        minors = [minor for minor in range(99) if any(f"3.{minor}.{patch}" in admits for patch in range(40))]
        newest = None if minors[-1] == 98 else (3, minors[-1])
        assert supported(text) == ((3, minors[0]), newest), text
