from concurrent.futures import ProcessPoolExecutor


def fold_score(size: int, fold: int) -> int:
    return size * (fold + 1)


def cross_validate(model: str, folds: int) -> int:
    """Runs in a worker of an executor; these are no daemons and may have children."""
    size = len(model)
    with ProcessPoolExecutor(max_workers=2) as executor:
        return sum(executor.map(fold_score, [size] * folds, range(folds)))
