import logging
from multiprocessing import Pool

from engine import EmptyUtterance, Engine

log = logging.getLogger("metrics")


def make_splits(dataset, folds):
    for fold in range(folds):
        train = {k: [u for i, u in enumerate(v) if i % folds != fold] for k, v in dataset.items()}
        test = {k: [u for i, u in enumerate(v) if i % folds == fold] for k, v in dataset.items()}
        yield fold, train, test


def compute_engine_metrics(split):
    fold, train, test = split
    engine = Engine().fit(train)
    total = correct = 0
    for intent, utterances in test.items():
        for utterance in utterances:
            total += 1
            try:
                correct += engine.parse(utterance) in (intent, "unknown")
            except EmptyUtterance:
                log.warning("fold %d has an empty utterance", fold)
    return fold, total, correct


def compute_cross_val_metrics(dataset, folds, workers):
    splits = list(make_splits(dataset, folds))
    results = []
    with Pool(workers) as pool:
        for fold, total, correct in pool.imap_unordered(compute_engine_metrics, splits):
            log.info("fold %d: %d/%d", fold, correct, total)
            results.append((total, correct))
    return {"total": sum(t for t, _ in results), "correct": sum(c for _, c in results)}
