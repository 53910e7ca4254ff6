from __future__ import annotations

import argparse
import sys

from train.config import TrainConfig
from train.trainer import Trainer


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=15)
    args = parser.parse_args()
    trainer = Trainer(TrainConfig(workers=args.workers, epochs=args.epochs))
    history = trainer.fit()
    assert len(history) == args.epochs and abs(trainer.weight - 3.0) < 0.1, trainer.weight
    assert history == sorted(history, reverse=True)
    print("weight", round(trainer.weight, 4))
    return 0


if __name__ == "__main__":
    sys.exit(main())
