import json
import logging
import logging.config
import multiprocessing
import pathlib
import sys

from backend.ingest import ingest_all

LOG_CONFIG = {
    "version": 1,
    "formatters": {"plain": {"format": "%(process)d %(name)s %(levelname)s %(message)s"}},
    "handlers": {
        "file": {"class": "logging.FileHandler", "filename": "ccb.log", "mode": "w", "formatter": "plain"},
    },
    "loggers": {"ccb": {"level": "DEBUG", "handlers": ["file"], "propagate": False}},
}


def setup_logging():
    logging.config.dictConfig(LOG_CONFIG)


def main():
    documents = [{"id": n, "text": "word " * (n + 1)} for n in range(4)]
    stats = ingest_all(documents)
    print(json.dumps(stats))
    lines = pathlib.Path("ccb.log").read_text().splitlines()
    embedded = [line for line in lines if "ccb.embed" in line]
    print("log lines from embedding:", len(embedded), "of", len(documents))
    return 0 if len(embedded) == len(documents) else 1


if __name__ == "__main__":
    setup_logging()
    multiprocessing.set_start_method("forkserver")
    logging.getLogger("ccb").info("starting")
    sys.exit(main())
