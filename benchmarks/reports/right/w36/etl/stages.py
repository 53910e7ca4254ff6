from __future__ import annotations


def parse(line: str) -> tuple[int, int, str]:
    number, kind, text = line.split(",")
    return int(number), int(kind), text


def clean(row: tuple[int, int, str]) -> tuple[int, int, str] | None:
    return row if row[1] else None


def weigh(row: tuple[int, int, str]) -> int:
    return row[0] * row[1] + len(row[2])
