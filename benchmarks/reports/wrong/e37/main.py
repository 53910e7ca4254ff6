from __future__ import annotations

import argparse
import sys

from train.config import TrainConfig
from train.trainer import Trainer


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--epochs", type=int, default=3)
    args = parser.parse_args()
    trainer = Trainer(TrainConfig(workers=args.workers, epochs=args.epochs))
    trainer.fit()
    print("weight", round(trainer.weight, 4), "updates", trainer.updates)
    return 0


if __name__ == "__main__":
    sys.exit(main())
