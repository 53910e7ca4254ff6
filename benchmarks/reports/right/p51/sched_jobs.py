from sched_ import Job


def nightly():
    yield Job("fetch-a", "tasks:fetch", ("banana!",), priority=2)
    yield Job("fetch-b", "tasks:fetch", ("plum",), priority=1)
    yield Job("score", "tasks:score", ([1, 2, 3], 5), after=frozenset({"fetch-a", "fetch-b"}))
    yield Job("bad", "tasks:explode", ("no disk",))
    yield Job("report", "tasks:fetch", ("x",), after=frozenset({"score", "bad"}))
    yield Job("mail", "tasks:fetch", ("y",), after=frozenset({"report"}))
