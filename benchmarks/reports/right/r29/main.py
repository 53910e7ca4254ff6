"""Trace a program: start it stopped under the debugger and report failures to exec."""
import argparse
import logging
import sys

from launch import ChildError, create_child


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", nargs="*", default=["echo", "traced"])
    parser.add_argument("--quiet", action="store_true")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    try:
        code = create_child(args.command, args.quiet)
    except ChildError as exc:
        logging.error("cannot trace %s: %s", args.command[0], exc)
        return 1
    print("exit code", code)
    return 0


if __name__ == "__main__":
    sys.exit(main())
