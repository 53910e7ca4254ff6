"""Logging of any process of the renderer."""

import logging

FORMAT = "%(asctime)s %(processName)s %(name)s %(levelname)s %(message)s"


def configure(path, level=logging.INFO):
    logging.basicConfig(filename=path, level=level, format=FORMAT, encoding="utf-8", force=True)
