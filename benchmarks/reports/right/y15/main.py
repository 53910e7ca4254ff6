"""Answer messages in processes; each builds its own bot."""

import sys

from bot.runner import run_messages
from bot.sample import build_bot

MESSAGES = ["/hello ann", "/sum 3 4 5", "what?"]


def main():
    for answer in run_messages(build_bot, "sample", MESSAGES, workers=2):
        print(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
