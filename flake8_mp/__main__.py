"""``python -m flake8_mp`` is the command ``flake8-mp``."""

import os
import sys

if __name__ == "__main__":
    # -m puts the current folder first, where a random.py or types.py of the user's would be run in the place of
    # Python's own. Only where this very package lies there is it needed, and then last.
    here = os.path.realpath(sys.path[0] or os.curdir)
    if not sys.flags.safe_path and here == os.path.realpath(os.curdir):
        del sys.path[0]
        if here == os.path.realpath(os.path.join(os.path.dirname(__file__), os.pardir)):
            sys.path.append(here)

    from flake8_mp.frontends.cli import main

    sys.exit(main())
