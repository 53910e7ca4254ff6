def answer(n):
    from . import heavy  # the parent never needs it

    return n, heavy.TABLE[n] == str(n)
