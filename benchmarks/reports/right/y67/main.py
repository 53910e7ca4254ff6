import sys

from crunch.work import crunch_all


def main():
    totals, messages = crunch_all([5, 10, 15])
    print(totals)
    for message in sorted(messages):
        print(message)
    return 0


if __name__ == "__main__":
    sys.exit(main())
