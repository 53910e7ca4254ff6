import logging
import multiprocessing as mp

import children
from spec import Restart, Spec
from tree import TooManyRestarts, Tree


def ended(*names):
    """A condition on the tree: these have ended for good. Used in this process only."""
    return lambda tree: all(tree.slots[n].process is None for n in names)


def good_tree(ctx):
    journal, starts = ctx.SimpleQueue(), ctx.Value("i", 0)
    with Tree(
        Spec("steady", children.steady, (journal,), Restart.ALWAYS),
        Spec("limited", children.limited, (journal, starts)),
        Spec("once", children.once, (journal,), Restart.NEVER),
        context=ctx,
    ) as tree:
        tree.supervise(ended("limited", "once"))
    entries = []
    while not journal.empty():
        entries.append(journal.get())
    journal.close()
    return entries, tree


def hopeless_tree(ctx):
    starts, journal = ctx.Value("i", -100), ctx.SimpleQueue()
    try:
        with Tree(Spec("limited", children.limited, (journal, starts)), context=ctx) as tree:
            tree.supervise(lambda _: False)
    except TooManyRestarts as exc:
        return str(exc), tree.history
    finally:
        journal.close()


def main():
    logging.basicConfig(level=logging.ERROR)
    ctx = mp.get_context("spawn")
    entries, tree = good_tree(ctx)
    assert [e for e in entries if e[0] == "limited"] == [("limited", n) for n in (1, 2, 3)]
    assert [e for e in entries if e[0] == "steady"] == [("steady", "up"), ("steady", "down")]
    assert [c for n, c in tree.history if n == "limited"] == [1, 2, 0]
    name, history = hopeless_tree(ctx)
    assert name == "limited" and len(history) == 3
    print("restarts", len(tree.history) + len(history))


if __name__ == "__main__":
    main()
