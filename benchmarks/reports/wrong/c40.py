"""Report generator with registered formatters."""
from __future__ import annotations

import argparse
import json
from multiprocessing import Pool
from typing import Callable

Formatter = Callable[[dict], str]
FORMATTERS: dict[str, Formatter] = {}


def register(name: str, formatter: Formatter) -> None:
    if name in FORMATTERS:
        raise ValueError(f"duplicate formatter {name}")
    FORMATTERS[name] = formatter


def as_json(record: dict) -> str:
    return json.dumps(record, sort_keys=True)


def as_csv(record: dict) -> str:
    return ",".join(str(record[key]) for key in sorted(record))


def as_text(record: dict) -> str:
    return " ".join(f"{k}={v}" for k, v in sorted(record.items()))


def load_builtin_formatters(enabled: list[str]) -> None:
    for name in enabled:
        register(name, globals()[f"as_{name}"])


def render(task: tuple[str, dict]) -> str:
    fmt, record = task
    return FORMATTERS[fmt](record)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--formats", nargs="+", default=["json", "csv", "text"])
    args = parser.parse_args()
    load_builtin_formatters(args.formats)
    records = [{"id": n, "score": n * n} for n in range(3)]
    tasks = [(fmt, record) for fmt in FORMATTERS for record in records]
    with Pool(2) as pool:
        for text in pool.imap(render, tasks):
            print(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
