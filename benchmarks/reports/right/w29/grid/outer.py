from concurrent.futures import ProcessPoolExecutor, as_completed

from .inner import cross_validate


def evaluate(models: list[str], folds: int) -> dict[str, int]:
    with ProcessPoolExecutor(max_workers=2) as executor:
        futures = {executor.submit(cross_validate, model, folds): model for model in models}
        scores = {futures[future]: future.result() for future in as_completed(futures)}
    return dict(sorted(scores.items()))
