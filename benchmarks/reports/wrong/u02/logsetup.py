"""Where the renderer's log goes."""

import logging

FORMAT = "%(asctime)s %(processName)s %(name)s %(levelname)s %(message)s"


def configure(path, level=logging.INFO):
    """Send everything from the root logger to the file."""
    root = logging.getLogger()
    root.setLevel(level)
    handler = logging.FileHandler(path, encoding="utf-8")
    handler.setFormatter(logging.Formatter(FORMAT))
    root.addHandler(handler)
    return handler
