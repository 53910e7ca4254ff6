"""Start the separation front end."""
import argparse
import logging
import multiprocessing
import sys

from webui.app import Application
from webui.settings import Settings


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stems", nargs="*", default=["vocals", "drums"])
    parser.add_argument("--method", default="spawn")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    multiprocessing.set_start_method(args.method)
    app = Application(Settings(stems=args.stems))
    print("separated:", app.separate("mix.wav"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
