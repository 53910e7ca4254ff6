from __future__ import annotations

import argparse
import logging

from .models import Document, Summary
from .settings import defaults
from .tasks import summarise
from .utils.pool import WorkerPool

log = logging.getLogger(__name__)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int)
    parser.add_argument("--backend", choices=["process", "thread"])
    parser.add_argument("--min-length", type=int, default=3)
    args = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO)
    settings = defaults.override(
        workers=args.workers, backend=args.backend, min_length=args.min_length
    )
    documents = [Document(f"d{i}", "To be or not to be that is THE question") for i in range(20)]
    total = Summary()
    with WorkerPool(settings) as pool:
        for part in pool.map(summarise, documents):
            total += part
    log.info("%d documents", total.documents)
    assert total.documents == 20 and total.words["question"] == 20 and "to" not in total.words
    print(total.words.most_common(2))
    return 0
