"""``python -m flake8_mp`` is the command ``flake8-mp``."""

from __future__ import annotations

import sys

from flake8_mp.frontends.cli import main

if __name__ == "__main__":
    sys.exit(main())
