"""Logistic toy model with early stopping."""
from __future__ import annotations

import argparse
import math

from .data import Loader


class Model:
    def __init__(self, width: int, rate: float = 0.05) -> None:
        self.weights = [0.0] * width
        self.rate = rate

    def update(self, rows: list[list[float]]) -> float:
        loss = 0.0
        for row in rows:
            z = sum(w * x for w, x in zip(self.weights, row))
            p = 1 / (1 + math.exp(-z))
            error = p - (row[0] > 0.5)
            loss += error * error
            self.weights = [w - self.rate * error * x for w, x in zip(self.weights, row)]
        return loss / len(rows)


def train(loader: Loader, epochs: int, patience: int) -> int:
    model, seen = Model(64), 0
    best, waited = float("inf"), 0
    for _ in range(epochs):
        for rows in loader.epoch():
            loss = model.update(rows)
            seen += 1
            best, waited = (loss, 0) if loss < best else (best, waited + 1)
            if waited > patience:
                return seen
    return seen


def main(argv: list[str] | None = None) -> int:
    ap = argparse.ArgumentParser()
    ap.add_argument("--epochs", type=int, default=2)
    ap.add_argument("--patience", type=int, default=2)
    ns = ap.parse_args(argv)
    loader = Loader(batches=60, size=32)
    try:
        print("batches used:", train(loader, ns.epochs, ns.patience))
    finally:
        loader.shutdown()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
