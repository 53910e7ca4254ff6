"""`svc start` brings the workers up and tells systemd whether that worked."""
import argparse
import logging
import sys

from svc.control import Control


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="svc")
    parser.add_argument("action", nargs="?", default="start", choices=["start"])
    args = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
    control = Control.from_names(["api:8080", "mailer:25", "cron:x"])
    return getattr(control, args.action)()


if __name__ == "__main__":
    sys.exit(main())
