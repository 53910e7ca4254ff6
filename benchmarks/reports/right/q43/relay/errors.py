import copyreg


class Rejected(Exception):
    def __init__(self, verb, code, *, hint=None):
        super().__init__(f"{verb}: {code}")
        self.verb, self.code, self.hint = verb, code, hint


def _rebuild(verb, code, hint):
    return Rejected(verb, code, hint=hint)


copyreg.pickle(Rejected, lambda e: (_rebuild, (e.verb, e.code, e.hint)))
