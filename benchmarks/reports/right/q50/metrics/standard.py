from .registry import metric


@metric
def mean(values):
    return sum(values) / len(values)


@metric
def spread(values):
    return max(values) - min(values)


@metric
def count(values):
    return len(values)
