"""What the jobs do; found by name in the workers."""


def fetch(source):
    return [len(source), source.count("a")]


def score(numbers, weight):
    return sum(numbers) * weight


def explode(reason):
    raise RuntimeError(reason)
