import sys

from loader import Loader
from trainer import Plan, Trainer


def check_early_stop():
    """A loader that is left in the middle must not hang."""
    with Loader(5, rows=200, size=2, epochs=50) as loader:
        for n, (epoch, batch) in enumerate(loader):
            assert len(batch) == 2
            if n == 3:
                break
        else:
            raise AssertionError("too short")
    return n


def main():
    plan = Plan()
    trainer = Trainer(plan)
    before = trainer.evaluate()
    steps = trainer.run()
    after = trainer.evaluate()
    assert steps == plan.ranks * plan.epochs * plan.rows // plan.batch
    assert after > 0.9 and after > before, (before, after)
    assert check_early_stop() == 3
    print(f"steps {steps} accuracy {after:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
