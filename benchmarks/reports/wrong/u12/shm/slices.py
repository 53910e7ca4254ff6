"""Ways to cut a range."""


def even_slices(total, parts):
    edges = [total * number // parts for number in range(parts + 1)]
    return [(low, high) for low, high in zip(edges, edges[1:]) if low < high]
