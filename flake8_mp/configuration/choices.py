"""What the user has chosen, and what holds for the files of a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flake8_mp.settings import Settings

TABLE = "flake8_mp"
"""The table of pyproject.toml that is read: ``[tool.flake8_mp]``."""

DEFAULT_EXCLUDE = (
    *(".bzr", ".direnv", ".eggs", ".git", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox", ".pants.d", ".pyenv"),
    *(".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", ".venv", "CVS", "__pycache__", "__pypackages__"),
    *("_build", "buck-out", "build", "dist", "node_modules", "site-packages", "venv", "*.egg"),
)
"""What is left out unless ``exclude`` says otherwise: other people's code, copies and caches."""

FORMATS = (
    *("full", "concise", "grouped", "json", "json-lines", "github", "gitlab", "azure", "sarif", "junit", "rdjson"),
    "pylint",
)
"""The formats of the output; a test compares them with the modules in ``frontends/formats``."""


@dataclass(frozen=True)
class Choices:
    """What the user has chosen besides what is reported: which files, how grave, in which format."""

    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True
    severity: tuple[tuple[str, str], ...] = ()
    """Codes or prefixes of codes, each with one of :data:`flake8_mp.settings.SEVERITIES`."""
    fail_on: str = "info"
    """The least grave finding that makes the command fail."""
    output_format: str = "full"
    docs_url: str = ""
    """Where the pages of the rules are; empty where it is not set."""
    fixable: frozenset[str] | None = None
    """Codes or prefixes of codes whose findings may be fixed; None for all."""
    extend_fixable: frozenset[str] = frozenset()
    """More of them."""
    unfixable: frozenset[str] = frozenset()
    """Those whose findings must not be fixed; of two that fit the longer one counts."""
    unsafe_fixes: bool = False
    """Whether fixes are applied, and marked as such, that may change what else the program does."""

    def severity_of(self, code: str, usual: str) -> str:
        """Return how grave a code is: what the longest prefix in ``severity`` says, or what is usual."""
        stated = [(len(prefix), severity) for prefix, severity in self.severity if code.startswith(prefix)]
        return max(stated)[1] if stated else usual

    @property
    def excluded(self) -> tuple[str, ...]:
        """All patterns of files and folders that are left out."""
        return self.exclude + self.extend_exclude

    @property
    def excluded_by_the_user(self) -> tuple[str, ...]:
        """The patterns that the user has written down; flake8 has its own idea of what is usual."""
        return (() if self.exclude is DEFAULT_EXCLUDE else self.exclude) + self.extend_exclude


DEFAULTS = "defaults of Python"
"""With what the origin of start methods begins that nobody has named."""


@dataclass(frozen=True)
class Configuration:
    """The settings and choices that hold for the files of a folder, and where each key came from."""

    settings: Settings
    choices: Choices
    origins: Mapping[str, str] = field(default_factory=dict, compare=False)
    """By key, the file or ``command line``; keys that keep their defaults are missing."""

    @property
    def names_start_methods(self) -> bool:
        """Whether the user has said which start methods there are, so that it does not follow from the Pythons."""
        return not self.origins.get("start-methods", DEFAULTS).startswith(DEFAULTS)
