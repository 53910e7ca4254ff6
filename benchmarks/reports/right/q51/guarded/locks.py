from contextlib import ExitStack


def ordered(locks, *indexes):
    """All the locks of indexes, taken lowest first, whatever the order asked for."""
    stack = ExitStack()
    with stack:
        for i in sorted(set(indexes)):
            stack.enter_context(locks[i])
        return stack.pop_all()
