from concurrent.futures import ProcessPoolExecutor


def _sum(ref):
    with ref.view() as data:
        return sum(data)


def sums(refs):
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(_sum, refs))
