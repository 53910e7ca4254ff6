from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable, Iterable, Optional


class Process:
    def __init__(self, script: str, daemon: bool = False) -> None:
        self.script = script
        self.daemon = daemon
        self.output: Optional[str] = None
        self._popen: Optional[subprocess.Popen[str]] = None

    def start(self) -> None:
        self._popen = subprocess.Popen(
            [sys.executable, "-c", self.script], stdout=subprocess.PIPE, text=True
        )

    def join(self, timeout: Optional[float] = None) -> None:
        assert self._popen is not None
        out, _ = self._popen.communicate(timeout=timeout)
        self.output = out.strip()

    @property
    def exitcode(self) -> Optional[int]:
        return None if self._popen is None else self._popen.returncode


class Pool:
    def __init__(self, processes: int) -> None:
        self._threads = ThreadPoolExecutor(processes)

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._threads.shutdown()

    def map(self, script_for: Callable[[Any], str], items: Iterable[Any]) -> list[str]:
        def run(item: Any) -> str:
            process = Process(script_for(item))
            process.start()
            process.join()
            return process.output or ""

        return list(self._threads.map(run, items))
