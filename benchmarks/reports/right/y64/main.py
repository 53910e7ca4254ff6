import sys

from etl.pipeline import Pipeline
from etl.stages import clean, enrich, parse


def main():
    rows = ["ann;3", "bob;x", "eve;5", ";1", "joe;7"]
    for row in Pipeline([parse, clean, enrich], width=2).run(rows):
        print(row)
    return 0


if __name__ == "__main__":
    sys.exit(main())
