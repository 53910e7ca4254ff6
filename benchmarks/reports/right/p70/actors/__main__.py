import sys

from actors import System
from actors.stock import AuditedLedger, Pricer, Reader

LINES = [f"{name} = {n}" for n in range(10) for name in ("tea", "oil", "ink")]


def main():
    actors = {
        "reader": Reader("pricer"),
        "pricer": Pricer({"tea": 2, "oil": 5}, "ledger"),
        "ledger": AuditedLedger(),
    }
    with System(actors) as system:
        system.tell("ledger", "sale", ("junk", 1))
        system.tell("ledger", "reset")
        system.tell("ledger", "nonsense")
        for line in LINES:
            system.tell("reader", "line", line)
        results = system.stop()
    assert results == {"reader": 30, "pricer": None, "ledger": {"tea": 90, "oil": 225, "ink": 0}}, results
    assert system.unhandled == [("AuditedLedger", "nonsense")]
    assert not hasattr(actors["reader"], "send")
    print(results["ledger"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
