"""``flake8-mp check``: find the files, check them, report what was found."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from flake8_mp.configuration import Configuration, Configurations
from flake8_mp.frontends.boundary import TRACEBACK
from flake8_mp.frontends.discovery import Discovery, Found, Trouble, absolute, shown
from flake8_mp.frontends.fix_run import Fixing
from flake8_mp.frontends.interrupts import clean_exit_on_sigterm
from flake8_mp.frontends.options import given, parse
from flake8_mp.settings import SEVERITIES, SettingsError, matches
from flake8_mp.streams import print_error

if TYPE_CHECKING:
    from flake8_mp.frontends.baseline import Baseline
    from flake8_mp.frontends.cache import Cache
    from flake8_mp.frontends.formats import Format
    from flake8_mp.frontends.formats import Run as FormatRun
    from flake8_mp.frontends.output import Output
    from flake8_mp.frontends.report import FileReport, Report
    from flake8_mp.frontends.run import Checked, Run

CLEAN, FINDINGS, ERROR = 0, 1, 2

_FOR_PEOPLE = ("full", "concise", "grouped")
"""The formats after which a summary is printed; the others are read by programs."""


def main(arguments: Sequence[str]) -> int:
    """Run the command; return its exit status."""
    return run(lambda: parse(arguments), Check)


def run(read_options: Callable[[], argparse.Namespace], command: type[Check]) -> int:
    """Run a command that checks files; return its exit status.

    ``read_options`` returns what its command line says, and may raise :class:`SettingsError`, as the command may.
    """
    import warnings

    try:
        options = read_options()
    except SettingsError as error:
        print_error(f"flake8-mp: {error}")
        return ERROR
    before = os.environ.get(TRACEBACK)
    if options.verbose:
        os.environ[TRACEBACK] = "1"  # also for workers
    try:
        with clean_exit_on_sigterm(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python thinks of the user's strings is no output of ours
            if not options.watch:
                return command(options).run()
            from flake8_mp.frontends.watching import watch

            return watch(lambda: command(options).run(), options.paths or ["."])
    except (SettingsError, OSError) as error:
        if options.quiet < 2:
            print_error(f"flake8-mp: {error}")
        return ERROR
    finally:
        if options.verbose and before is None:
            del os.environ[TRACEBACK]


class Check:
    """One run of the command.

    Other commands that check files are subclasses: they may say which configuration holds for a folder, what is chosen
    of a file's report, how it is formatted and what is printed at the end.
    """

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.here = os.getcwd()
        self.configurations = Configurations(
            given(options), file=options.config, isolated=options.isolated, overrides=options.overrides
        )
        self.started = time.monotonic()
        self.main = self._main_configuration()
        self.problems = 0
        self.files = 0
        self.in_part = 0
        """How many of them were too much to follow."""
        self.counts = dict.fromkeys(SEVERITIES, 0)
        self.fixable = self.fixable_unsafely = 0
        self.fixing = Fixing(options) if options.fix or options.diff or options.fix_only else None
        self.failed = False
        self.kept: list[Report] = []
        """What a baseline is made of: all that was found."""
        self.counted: list[Report] = []
        """What the statistics are made of: all that is reported."""

    def _main_configuration(self) -> Configuration:
        """Return the configuration of the first path: it decides what is the run's and not a file's."""
        path = os.path.abspath(next((path for path in self.options.paths if path != "-"), "."))
        if self.options.stdin_filename and "-" in self.options.paths:
            path = os.path.abspath(self.options.stdin_filename)
        return self.configuration_of(path if os.path.isdir(path) else os.path.dirname(path))

    def configuration_of(self, folder: str) -> Configuration:
        """Return the configuration of the files in a folder, given by its absolute path."""
        return self.configurations.of(folder)

    def chosen(self, report: FileReport) -> FileReport:
        """Return what is to be reported of what was found in a file."""
        return report

    def run(self) -> int:
        """Do what the options ask for."""
        options = self.options
        if options.show_config:
            return self._show_config()
        if options.statistics and self.main.choices.output_format not in (*_FOR_PEOPLE, "json", "json-lines"):
            raise SettingsError(f"--statistics: not available as {self.main.choices.output_format}; use json")
        if options.show_files:
            return self._show_files()
        if options.add_noqa is not None or options.add_ignore is not None:
            return self._add_comments()
        return self._report()

    def _found(self) -> Iterator[Found | Trouble]:
        discovery = Discovery(self.configuration_of, self.here)
        return discovery.find(self.options.paths or ["."])

    def _show_files(self) -> int:
        from flake8_mp.frontends.output import Output
        from flake8_mp.terminal import visible

        output = Output(self.options.output_file)
        for each in self._found():
            if isinstance(each, Trouble):
                self.problem(each.shown, each.reason)
            else:
                output.write(f"{visible(each.shown)}\n")
        output.close()
        return ERROR if self.problems else CLEAN

    def _show_config(self) -> int:
        from flake8_mp.frontends.output import Output
        from flake8_mp.frontends.show_config import lines

        output = Output(self.options.output_file)
        folders: dict[str, None] = {}
        for path in self.options.paths or ["."]:
            at = os.path.abspath(path)
            folders[at if os.path.isdir(at) else os.path.dirname(at)] = None
        for number, folder in enumerate(folders):
            if len(folders) > 1:
                output.write(f"{'' if number == 0 else chr(10)}# {shown(folder, self.here)}\n")
            output.write("".join(f"{line}\n" for line in lines(self.configuration_of(folder))))
        output.close()
        return CLEAN

    # Checking and reporting

    def _report(self) -> int:
        from flake8_mp.frontends.output import Output

        baseline = self._baseline()
        # Of standard input the fixed text goes to standard output, and what is left to be said must not.
        status_stream = sys.stderr if self.fixing is not None and "-" in self.options.paths else None
        output = Output(self.options.output_file, status_stream)
        try:
            form = self.form(self._format_run(status_stream or sys.stdout))
            for report in self._reports():
                if self.options.write_baseline is not None:
                    self.kept += report.reports
                if self.fixing is None or not self.fixing.only:
                    self._report_problem(
                        self.chosen(baseline.new(report) if baseline is not None else report), form, output
                    )
                else:
                    self._count_fixes(report)
                    if report.problem:
                        self.problem(report.path, report.problem)
            self._finish(form, output)
            output.close()
        except BaseException:
            output.discard()
            raise
        if self.options.write_baseline is not None:
            from flake8_mp.frontends.baseline import write

            write(Path(self.options.write_baseline), self.kept, self.here)
        self.summary(baseline)
        if self.problems:
            return ERROR
        if self.fixing is not None and self.fixing.applied and (self.options.diff or self.options.exit_non_zero_on_fix):
            return FINDINGS
        if self.options.exit_zero or self.options.write_baseline is not None:
            return CLEAN
        return FINDINGS if self.failed else CLEAN

    def _baseline(self) -> Baseline | None:
        if self.options.baseline is None:
            return None
        from flake8_mp.frontends.baseline import Baseline

        return Baseline.read(Path(self.options.baseline), [absolute(path) for path in self.options.paths or ["."]])

    def form(self, run: FormatRun) -> Format:
        """Return the format that was asked for."""
        from flake8_mp.frontends import formats

        return formats.load(self.main.choices.output_format)(run)

    def _format_run(self, stream: TextIO) -> FormatRun:
        from flake8_mp import __version__
        from flake8_mp.frontends import formats
        from flake8_mp.frontends.output import colored, shows_links, terminal_width

        to_file = self.options.output_file is not None
        return formats.Run(
            color=colored(self.options.color, stream, to_file),
            width=0 if to_file else terminal_width(stream),
            root=self.here,
            version=__version__,
            docs_url=self.main.choices.docs_url,
            links=shows_links(stream, to_file),
        )

    def _reports(self) -> Iterator[FileReport]:
        """Yield what there is to report, file by file."""
        if "-" in self.options.paths:
            yield from self._standard_input()
            return
        from flake8_mp.frontends.boundary import internal
        from flake8_mp.frontends.output import OutputError
        from flake8_mp.frontends.report import FileReport
        from flake8_mp.frontends.reporting import file_report
        from flake8_mp.frontends.run import Run, usable_processors
        from flake8_mp.progress import Progress

        run = Run(not self.options.disable_noqa, self.options.unused_noqa, self.options.jobs or usable_processors())
        run.fixes = self._shows_fixes or self.fixing is not None
        run.applies_fixes = self.fixing is not None
        run.cache = self._cache() if self.fixing is None else None
        progress = Progress("files", patience=0.0 if self.options.verbose else 1.0)
        if self.options.quiet:
            progress.live = False
        try:
            for checked in run.check(self._found(), progress):
                progress.close()
                try:
                    report = self._fixed(self.fixing, checked) if self.fixing is not None else file_report(checked)
                except OutputError:
                    raise
                except Exception as error:  # the boundary: the other files are still to be reported
                    report = FileReport(checked.found.shown, problem=internal(error))
                yield report
        finally:
            progress.close()
            self.files, self.in_part = run.checked, len(run.incomplete)
            if self.options.verbose:
                self._account(run)
            if run.cache is not None:
                run.cache.close()
                if run.cache.trouble and self.options.quiet == 0:
                    print_error(f"flake8-mp: the cache is not used: {run.cache.trouble}")

    @property
    def _shows_fixes(self) -> bool:
        """Whether fixes are looked for: they are not shown where findings are only counted, or kept."""
        return self._prints and not self.options.statistics and self.options.write_baseline is None

    def _fixed(self, fixing: Fixing, checked: Checked, data: bytes | None = None) -> FileReport:
        """Bring what was fixed to its place, and return the report of what is left."""
        from flake8_mp.frontends.report import FileReport
        from flake8_mp.frontends.reporting import file_report

        try:
            fixing.finish(checked, data)
        except ValueError as error:
            self.problem(checked.found.shown, str(error))
            return FileReport(checked.found.shown)
        fixed = checked.answer.fixed
        return file_report(checked, data if fixed is None else fixed)

    def _standard_input(self) -> Iterator[FileReport]:
        from flake8_mp.frontends.checking import Answer, Prefilter, Request, check
        from flake8_mp.frontends.reporting import file_report
        from flake8_mp.frontends.run import Checked
        from flake8_mp.reading import LARGEST_NOTEBOOK, LARGEST_SOURCE

        name = self.options.stdin_filename or "<stdin>"
        path = os.path.abspath(name) if self.options.stdin_filename else name
        if sys.stdin is None:
            raise SettingsError("-: standard input is closed")
        most = LARGEST_NOTEBOOK if path.endswith(".ipynb") else LARGEST_SOURCE
        data = sys.stdin.buffer.read(most + 1)
        if len(data) > most:  # it may never end
            raise SettingsError(f"{name}: it is larger than {most >> 20} MiB")
        choices = self.main.choices
        if choices.force_exclude and self.options.stdin_filename and matches(path, choices.excluded):
            return
        found = Found(path, shown(path, self.here), self.main)
        from flake8_mp.frontends.fix_policy import Policy

        policy = Policy.of(choices) if self._shows_fixes or self.fixing is not None else None
        noqa, applies_fixes = not self.options.disable_noqa, self.fixing is not None
        request = Request(
            path,
            self.main.settings,
            noqa=noqa,
            idle_noqa=self.options.unused_noqa,
            fixes=policy,
            applies_fixes=applies_fixes,
        )
        answer = check(request, data) if Prefilter(request.idle_noqa).passes(path, data) else Answer()
        self.files = 0 if answer.problem else 1
        if self.fixing is not None:
            yield self._fixed(self.fixing, Checked(found, answer), data)
        else:
            yield file_report(Checked(found, answer), data)

    def _cache(self) -> Cache | None:
        """Open the cache, with what it knows of the folders and files that are named."""
        if self.options.no_cache:
            return None
        from flake8_mp.frontends.cache import Cache, default_folder

        cache = Cache(os.path.abspath(self.options.cache_dir) if self.options.cache_dir else default_folder())
        paths = [absolute(path) for path in self.options.paths or ["."]]
        cache.load([path for path in paths if os.path.isdir(path)], [path for path in paths if not os.path.isdir(path)])
        return cache

    def _count_fixes(self, report: FileReport) -> None:
        for each in report.reports:
            self.fixable += each.fix is not None and each.fix.applies
            self.fixable_unsafely += each.fix is not None and not each.fix.applies

    def _report_problem(self, report: FileReport, form: Format, output: Output) -> None:
        if report.problem:
            self.problem(report.path, report.problem)
        self._count_fixes(report)
        for each in report.reports:
            self.counts[each.severity] += 1
            self.failed = self.failed or SEVERITIES.index(each.severity) <= SEVERITIES.index(self._fail_on)
        if self.options.statistics:
            self.counted += report.reports
        elif self._prints:
            output.write(self._text(report, form))

    def _text(self, report: FileReport, form: Format) -> str:
        from flake8_mp.terminal import without_commands

        try:
            text = form.file(report)
            return without_commands(text) if self.main.choices.output_format in _FOR_PEOPLE else text
        except Exception as error:  # the boundary: the other files are still to be reported
            from flake8_mp.frontends.boundary import internal

            self.problem(report.path, internal(error))
            return ""

    @property
    def _prints(self) -> bool:
        """Whether findings are written: on standard output not for who wants quiet, or a baseline instead."""
        silent = self.options.quiet >= 2 or self.options.write_baseline is not None
        return not silent or self.options.output_file is not None

    @property
    def _fail_on(self) -> str:
        return self.main.choices.fail_on

    def _finish(self, form: Format, output: Output) -> None:
        if not self._prints:
            return
        if self.options.statistics:
            from flake8_mp.frontends.formats import statistics

            output.write(statistics(form.run, self.counted, as_json=self.main.choices.output_format.startswith("json")))
        else:
            output.write(form.end())

    def problem(self, path: str, words: str) -> None:
        """Report why a file could not be checked."""
        self.problems += 1
        if self.options.quiet < 2:
            from flake8_mp.terminal import path_in_front, visible, without_commands

            sys.stdout.flush()
            print_error(without_commands(f"{path_in_front(path)}: {visible(words)}"))

    def summary(self, baseline: Baseline | None) -> None:
        """Print on standard error how much was checked and found, where people read it."""
        if self.options.quiet or self.main.choices.output_format not in _FOR_PEOPLE:
            return
        found = sum(self.counts.values())
        words = [f"{self.files} file{'s' * (self.files != 1)} checked"] if self.files or self.problems else []
        if self.options.write_baseline is not None:
            written = len(self.kept)
            words.append(f"{written} finding{'s' * (written != 1)} written to {self.options.write_baseline}")
        elif found:
            grades = [f"{count} {grade}{'s' * (count != 1)}" for grade, count in self.counts.items() if count]
            words.append(", ".join(grades).replace("infos", "info"))
        elif not self.files:
            words += [] if self.problems else ["no Python files to check"]
        elif self.fixing is None or not self.fixing.only:
            words.append("nothing found")
        words += self._about_fixes()
        if self.problems:
            words.append(f"{self.problems} could not be checked")
        if self.in_part:
            words.append(f"{self.in_part} followed only in part{'' if self.options.verbose else ' (see --verbose)'}")
        if baseline is not None and baseline.met:
            words.append(f"{len(baseline.met)} known from the baseline")
        if baseline is not None and baseline.gone and self.options.write_baseline is None:
            words.append(f"{baseline.gone} of the baseline no longer found: --write-baseline updates it")
        for line in self.fixing.listed if self.fixing is not None else ():
            print_error(line)
        print_error(f"flake8-mp: {'; '.join(words)}")

    def _about_fixes(self) -> list[str]:
        words = [self.fixing.summary] if self.fixing is not None and self.fixing.summary else []
        if self.fixing is None and self.fixable:
            words.append(f"{self.fixable} can be fixed with --fix")
        if self.fixable_unsafely:
            words.append(f"{self.fixable_unsafely} can be fixed with --fix --unsafe-fixes")
        return words

    def _account(self, run: Run) -> None:
        """Print what was done, and how long it took, if that is asked for."""
        for path in self.configurations.files:
            print_error(f"flake8-mp: configuration: {shown(path, self.here)}")
        where = run.cache.folder if run.cache is not None else "none"
        print_error(f"flake8-mp: cache: {where}; {run.remembered} of {run.checked} results came from it")
        for found in run.incomplete:
            print_error(f"flake8-mp: {found.shown}: too much to follow; rules about what is missing are silent there")
        seconds = time.monotonic() - self.started
        print_error(f"flake8-mp: {run.worked} analysed by up to {run.jobs} processes; {seconds:.2f} s in total")

    # Changing files

    def _add_comments(self) -> int:
        from flake8_mp.frontends.add_noqa import NotChanged, add_ignore, add_noqa
        from flake8_mp.frontends.boundary import internal
        from flake8_mp.frontends.run import Run, usable_processors

        of_file = self.options.add_noqa is None
        why = " ".join((self.options.add_ignore if of_file else self.options.add_noqa).split())
        run = Run(jobs=self.options.jobs or usable_processors())
        added = files = 0
        for checked in run.check(self._found()):
            if checked.problem:
                self.problem(checked.found.shown, checked.problem)
            if not checked.answer.findings:
                continue
            try:
                add = add_ignore if of_file else add_noqa
                here = add(checked.found.path, checked.answer, why)  # type: ignore[union-attr]
            except NotChanged as error:
                self.problem(checked.found.shown, str(error))
                here = error.added
            except Exception as error:  # the boundary: the other files are still to be changed
                self.problem(checked.found.shown, f"not changed: {internal(error)}")
                continue
            added += here
            files += bool(here)
        if not self.options.quiet:
            print_error(f"flake8-mp: {added} comment{'s' * (added != 1)} in {files} file{'s' * (files != 1)}")
        return ERROR if self.problems else CLEAN
