"""Run the sample bot on a list of messages."""

import argparse
import sys

from bot.core import Bot
from bot.runner import BotRunner

MESSAGES = ["/hello ann", "/sum 3 4 5", "/hello bob", "what?"]


def build_bot(name):
    bot = Bot(name)

    @bot.command("hello")
    def hello(args):
        return "hello " + " ".join(args)

    @bot.command("sum")
    def total(args):
        return str(sum(int(arg) for arg in args))

    return bot


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    runner = BotRunner(build_bot("sample"), workers=args.workers)
    for answer in runner.run(MESSAGES):
        print(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
