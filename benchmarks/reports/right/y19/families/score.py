def overlap(left, right):
    return len(set(left) & set(right)) / len(set(left) | set(right))


def distance(left, right, weight):
    pairs = overlap(list(zip(left, left[1:])), list(zip(right, right[1:])))
    return round(1 - weight * overlap(left, right) - (1 - weight) * pairs, 4)
