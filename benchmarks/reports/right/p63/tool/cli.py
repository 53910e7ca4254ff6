"""Command line: subcommands register themselves with the parser."""
from __future__ import annotations

import argparse
import multiprocessing
import shlex
import sys
import tempfile
from pathlib import Path

from tool import commands, runtime


def build_parser():
    parser = argparse.ArgumentParser(prog="tool")
    parser.add_argument("--method", choices=multiprocessing.get_all_start_methods())
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--demo", action="store_true", help="run every command on sample files")
    sub = parser.add_subparsers(dest="command")
    for name, command in commands.COMMANDS.items():
        p = sub.add_parser(name, help=command.__doc__)
        p.add_argument("paths", nargs="+", type=Path)
        command.arguments(p)
        p.set_defaults(factory=command)
    return parser


def execute(argv):
    options = build_parser().parse_args(argv)
    rt = runtime.Runtime(options.method, options.jobs)
    command = options.factory.from_options(options)
    return command.report(rt.map(command, options.paths))


def demo():
    lines = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, text in {"a.txt": "one two\n", "b.txt": "two\nthree four\n", "c.txt": ""}.items():
            Path(folder, name).write_text(text)
        files = shlex.join(str(p) for p in sorted(Path(folder).iterdir()))
        for line in ("count --by words", "count --by lines", "--method spawn digest", "-j 1 grep two", "--method forkserver grep --ignore-case THREE"):
            head, *rest = shlex.split(line)
            words = shlex.split(line)
            if "grep" in words:
                pattern = words.pop()
                argv = [*words, "--pattern", pattern, *shlex.split(files)]
            else:
                argv = [*words, *shlex.split(files)]
            lines[line] = execute(argv)
    return lines


def run(argv=None):
    argv = sys.argv[1:] if argv is None else argv
    if argv == ["--demo"]:
        results = demo()
        assert results["count --by words"] == "5"
        assert results["count --by lines"] == "3"
        assert results["-j 1 grep two"] == "a.txt b.txt"
        assert results["--method forkserver grep --ignore-case THREE"] == "b.txt"
        for line, result in results.items():
            print(f"{line}: {result[:20]}")
        return 0
    print(execute(argv))
    return 0
