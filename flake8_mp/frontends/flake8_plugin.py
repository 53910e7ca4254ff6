"""The flake8 plugin.

flake8 imports this module in every process, also for files that have nothing to do with processes, so it
imports next to nothing: the settings when flake8 has parsed its options, the engine when a file comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from flake8_mp import __version__

if TYPE_CHECKING:
    import argparse
    import ast
    from collections.abc import Iterator

    from flake8.options.manager import OptionManager

    from flake8_mp.settings import Settings


class Plugin:
    """What flake8 makes for each file; by the names of its parameters flake8 knows what to pass."""

    name = "flake8-mp"
    version = __version__
    settings: ClassVar[Settings | None] = None
    """What :meth:`parse_options` has read, for every file of the run; None means the defaults."""
    excluded: ClassVar[tuple[str, ...]] = ()
    """The patterns of files that pyproject.toml leaves out; those of flake8's own files flake8 knows itself."""

    noqa: ClassVar[bool] = True
    """Whether comments count; those for one line flake8 reads itself, ours for a whole file it does not know."""

    def __init__(self, tree: ast.Module, lines: list[str], filename: str) -> None:
        self.tree = tree
        self.lines = lines
        self.filename = filename

    @staticmethod
    def add_options(manager: OptionManager) -> None:
        """Register the options; None by default, so that pyproject.toml speaks where they are silent."""
        manager.add_option(
            "--mp-start-methods",
            metavar="METHODS",
            parse_from_config=True,
            comma_separated_list=True,
            default=None,
            help="Start methods under which the programs may run (Default: those that are a default)",
        )
        manager.add_option(
            "--mp-enable",
            metavar="CODES",
            parse_from_config=True,
            comma_separated_list=True,
            default=None,
            help="Codes, or prefixes of codes, of rules that are off by default (Default: none)",
        )
        manager.add_option(
            "--mp-target-version",
            metavar="VERSION",
            parse_from_config=True,
            default=None,
            help="Oldest Python version that the programs must support, such as 3.12 (Default: of requires-python)",
        )
        manager.add_option(
            "--mp-platforms",
            metavar="PLATFORMS",
            parse_from_config=True,
            comma_separated_list=True,
            default=None,
            help="Platforms on which the programs run (Default: linux,macos,windows)",
        )

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Read the settings from flake8's options and from pyproject.toml, once per process.

        pyproject.toml is searched from the current directory, as flake8 searches its own configuration, and
        whatever ``--isolated`` or ``--config`` say: flake8 keeps these to itself. A code that is selected by
        name is thereby enabled; plain ``MP`` is how people ask for this plugin, not for each of its rules.

        Raises flake8's ExecutionError for a value that cannot be used: flake8 prints the text and exits 1.
        """
        from flake8.exceptions import ExecutionError

        from flake8_mp.configuration import read_configuration
        from flake8_mp.settings import SettingsError

        given = {
            "start-methods": options.mp_start_methods,
            "enable": options.mp_enable,
            "target-version": options.mp_target_version,
            "platforms": options.mp_platforms,
        }
        try:
            configuration = read_configuration(given, folder=".")
        except SettingsError as error:
            raise ExecutionError(str(error)) from None
        cls.settings, cls.excluded = configuration.settings, configuration.choices.excluded_by_the_user
        cls.noqa = not getattr(options, "disable_noqa", False)
        selected = {*(options.select or ()), *(options.extend_select or ())}
        named = {code for code in selected if code.startswith("MP") and len(code) > len("MP")}
        if named:
            from dataclasses import replace

            cls.settings = replace(cls.settings, enable=cls.settings.enable | named)

    def run(self) -> Iterator[tuple[int, int, str, type[Plugin]]]:
        """Yield line, column (characters from 0) and text of every finding, as flake8 wants them.

        Raises nothing: what fails inside the engine arrives as a finding MP000.
        """
        from flake8_mp.engine import lint

        if self.excluded:
            from flake8_mp.settings import matches

            if matches(self.filename, self.excluded):
                return
        text = "".join(self.lines)
        findings = lint(text, self.filename, self.settings, self.tree)
        if findings and self.noqa and "flake8-mp" in text:
            from flake8_mp.frontends.suppression import Suppressions

            out = tuple(Suppressions(text).of_file)
            findings = [finding for finding in findings if not finding.code.startswith(out)]
        if not findings:
            return
        for finding in findings:
            yield finding.span.line, finding.span.column, f"{finding.code} {finding.text}", type(self)
