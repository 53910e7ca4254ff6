"""Which files are linted: those of folders, of pinned packages, of an earlier collection, or a part of these."""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from comparison import Refusal
from comparison.corpus import pinned
from comparison.linting import ROOT
from comparison.results import Collection, Tree, python_files

WHOLE = 0.25
"""With ``--quick``, a tree is taken whole where at least this part of its files can have findings: it is a collection
of programs about processes. Of the others a part is taken."""


def trees_named(words: Sequence[str], corpus: Path | None) -> dict[str, Tree]:
    """Return the trees of the command line, ``NAME=FOLDER`` or ``FOLDER``, with the files that are to be linted.

    Without any they are the fixtures of this checkout and the standard library of this Python. Raises
    :class:`Refusal` where a folder is not there or a name is used twice.
    """
    if not words and corpus is None:
        words = [f"fixtures={ROOT / 'fixtures'}", f"stdlib={sysconfig.get_path('stdlib')}"]
    trees: dict[str, Tree] = {}
    for word in words:
        name, _, given = word.rpartition("=")
        folder = Path(given).resolve()
        name = name or folder.name
        if not folder.is_dir():
            raise Refusal(f"{given}: no such folder")
        if name in trees:
            raise Refusal(f"{name}: two trees have this name; write NAME=FOLDER")
        trees[name] = Tree(str(folder), dict.fromkeys(python_files(folder)))
    if corpus is not None:
        if "corpus" in trees:
            raise Refusal("corpus: two trees have this name; write NAME=FOLDER")
        trees["corpus"] = corpus_tree(corpus.resolve())
    return trees


def corpus_tree(folder: Path) -> Tree:
    """Return the packages of the list that lie in a folder; say which do not."""
    wanted = sorted(f"{name}-{version}" for name, version in pinned())
    missing = [each for each in wanted if not (folder / each).is_dir()]
    if missing:
        print(f"not in {folder}, and left out: {' '.join(missing)}", file=sys.stderr)
    tree = Tree(str(folder), {}, parts=tuple(each for each in wanted if each not in missing))
    if not tree.parts:
        raise Refusal(f"{folder}: none of the packages is here")
    return replace(tree, files=dict.fromkeys(tree.again()))


def trees_of(baseline: Collection, quick: float | None) -> dict[str, Tree]:
    """Return the trees of a baseline, to be linted again; some of their files where there are ``quick`` seconds only.

    Raises :class:`Refusal` where a folder is gone.
    """
    trees = {}
    for name, tree in baseline.trees.items():
        files = [path for path in tree.again() if tree.whole or path in tree.files]
        trees[name] = replace(tree, files=dict.fromkeys(files))
    return trees if quick is None else some(trees, baseline, quick)


def some(trees: Mapping[str, Tree], baseline: Collection, seconds: float) -> dict[str, Tree]:
    """Choose files that take about so many seconds of processor time, by what they took for the baseline.

    Collections of programs about processes are taken whole, then come files with findings, then others; which ones of
    them is a matter of chance, but the same ones each time.
    """
    whole = {name for name in trees if _share(baseline.trees[name]) >= WHOLE}
    chosen = {name: set(tree.files) if name in whole else set() for name, tree in trees.items()}
    left = seconds - sum(linted.cpu for name in whole for linted in baseline.trees[name].files.values() if linted)
    rest = [
        (name, path, linted)
        for name, tree in baseline.trees.items()
        if name not in whole
        for path, linted in tree.files.items()
        if linted and path in trees[name].files
    ]
    rest.sort(key=lambda each: (not each[2].findings, hashlib.sha256(f"{each[0]}/{each[1]}".encode()).digest()))
    for name, path, linted in rest:
        if linted.cpu <= (left if linted.findings else left / 20):  # a few dear ones must not displace hundreds
            chosen[name].add(path)
            left -= linted.cpu
    return {
        name: replace(
            tree,
            files={path: None for path in tree.files if path in chosen[name]},
            whole=tree.whole and len(chosen[name]) == len(tree.files),
        )
        for name, tree in trees.items()
    }


def _share(tree: Tree) -> float:
    return sum(linted is not None for linted in tree.files.values()) / max(len(tree.files), 1)
