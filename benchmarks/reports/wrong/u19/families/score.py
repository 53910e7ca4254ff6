"""Scores of two records, between 0 and 1."""


def jaccard(left, right):
    union = set(left) | set(right)
    return len(set(left) & set(right)) / len(union) if union else 0.0


def adjacency(left, right):
    a, b = set(zip(left, left[1:])), set(zip(right, right[1:]))
    return len(a & b) / len(a | b) if a | b else 0.0
