"""Mail classifier with class level statistics."""
from __future__ import annotations

import re
from collections import Counter
from multiprocessing.pool import Pool
from typing import ClassVar


class Stats:
    processed: ClassVar[int] = 0
    by_label: ClassVar[Counter] = Counter()

    @classmethod
    def record(cls, label: str) -> None:
        cls.processed += 1
        cls.by_label[label] += 1

    @classmethod
    def summary(cls) -> str:
        if not cls.processed:
            return "nothing processed"
        spam = cls.by_label["spam"] / cls.processed
        return f"{cls.processed} mails, {spam:.0%} spam"


class Classifier:
    RULES = [("spam", re.compile(r"\b(winner|prize|free)\b", re.I)), ("work", re.compile("invoice"))]

    def __call__(self, mail: str) -> str:
        label = next((name for name, rule in self.RULES if rule.search(mail)), "other")
        Stats.record(label)
        return label


MAILS = ["You are a WINNER", "invoice 17", "lunch?", "free prize inside", "re: lunch?", "invoice 18"]


def classify_all(mails: list[str]) -> list[str]:
    with Pool(2) as pool:
        return pool.map(Classifier(), mails)


def main() -> None:
    labels = classify_all(MAILS)
    for mail, label in zip(MAILS, labels):
        print(f"{label:6} {mail}")
    print(Stats.summary())


if __name__ == "__main__":
    main()
