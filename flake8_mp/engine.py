"""Source in, findings out: the one door, which never raises."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import replace

from flake8_mp.rule import Finding, Rule, Span, all_rules
from flake8_mp.settings import Settings

INTERNAL = "MP000"
"""The code of the finding that says that a rule failed: never the user's fault."""

_WORDS = ("multiprocess", "ProcessPool", ".fork(", "import fork", "preexec_fn", "num_workers", "InterpreterPool")
"""A file without any of these can have no finding of its own: the search is a substring's."""
_ENOUGH = re.compile(
    r"Process|Pool|Manager|SharedMem|ShareableList|start_method|get_context|fork|preexec_fn|Queue|Pipe|Parallel"
    r"|Lock\(|Condition\(|Value\(|Array\(|DataLoader|spawn"
)
_RUNS_ON_IMPORT = re.compile(
    r"^(?!def |class |async |import |from |if __name__|[@#)\]}\"' \t\n])[^\n]*[(:]", re.MULTILINE
)
"""Something at module level that may call or start something: anything but definitions and imports."""


def matters(source: str, path: str = "<stdin>") -> bool:
    """Tell whether a file can have findings at all: the cheap question before any parsing.

    A program that names nothing of ours matters only when it does something on import and imports a module beside it
    that does.
    """
    if any(word in source for word in _WORDS):
        return _ENOUGH.search(source) is not None
    if path.endswith("__init__.py") or "import" not in source or _RUNS_ON_IMPORT.search(source) is None:
        return False
    from flake8_mp.facts.project import imports_what_matters

    return imports_what_matters(source, path)


def wanted(rule: Rule, settings: Settings) -> bool:
    """Tell whether a rule is asked for: on by default, or named (or its prefix named) in ``enable``."""
    return rule.default or any(rule.code.startswith(prefix) for prefix in settings.enable)


def lint(
    source: str,
    path: str = "<stdin>",
    settings: Settings | None = None,
    tree: ast.Module | None = None,
    rules: Iterable[Rule] | None = None,
) -> list[Finding]:
    """Find what is wrong with one file.

    ``source`` is its text, ``path`` where it lies (other modules of its project are looked up from there),
    ``tree`` its syntax tree where somebody has parsed it already: it is read and never changed.

    Returns the findings in the order of their places. A source that does not parse gives none: whoever runs
    the linter reports syntax errors himself. It raises nothing: what fails inside becomes one MP000 finding.
    """
    settings = settings or Settings()
    if not matters(source, path):
        return []
    if tree is None:
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return []
    try:
        from flake8_mp.facts.module import Module

        module = Module(tree, source, path, settings)
        module.events  # noqa: B018  (the facts are computed here, so that a failure is told once)
        asked = [rule for rule in (all_rules() if rules is None else rules) if wanted(rule, settings)]
    except Exception as error:  # the boundary: whatever fails inside must not end the user's run
        return [_internal(error, "the facts")]
    findings: dict[tuple[str, Span], Finding] = {}
    for rule in asked:
        try:
            found = [finding for finding in rule.check(module) if finding.methods & settings.start_methods]
        except Exception as error:  # as above
            found = [_internal(error, rule.code)]
        for finding in found:
            # One place can be reached in several ways: it is told once, with all the start methods.
            first = findings.setdefault((finding.code, finding.span), finding)
            if finding.methods - first.methods:
                findings[finding.code, finding.span] = replace(first, methods=first.methods | finding.methods)
    return sorted(findings.values(), key=lambda finding: (finding.span, finding.code))


def _internal(error: Exception, where: str) -> Finding:
    text = " ".join(f"{type(error).__name__}: {error}".split())[:120]
    message = f"internal error in {where} ({text}); report it, the file was not checked"
    return Finding(INTERNAL, Span(1, 0, 1, 0), message)
