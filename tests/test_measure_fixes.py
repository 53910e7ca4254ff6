"""``benchmarks/measure_fixes.py``: programs are fixed in a copy, and run as they are and as they are fixed."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

import pytest

measure: Any = importlib.import_module("benchmarks.measure_fixes")

BROKEN = """\
import multiprocessing as mp

def work():
    print("worked", flush=True)

if __name__ == "__main__":
    process = mp.Process(work)
    process.start()
    process.join()
"""


def test_it_counts_what_is_fixed_and_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.py").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "right.py").write_text("print('hello')\n", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["measure_fixes", "--rows", str(tmp_path)])
    measure.main()
    shown = capsys.readouterr().out
    assert "broken.py: MP608 Write `target=`\n    fork AssertionError, exit=1 -> ok; spawn" in shown
    assert "1 findings in 1 of 2 programs\n1 get a safe fix, 0 an unsafe one, 0 none\n" in shown
    assert "1 of these 1 run ok under each start method now\n0 programs were ok" in shown
    assert (tmp_path / "broken.py").read_text(encoding="utf-8") == BROKEN
