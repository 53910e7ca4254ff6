import sys

from crew.app import run

if __name__ != "__main__":
    LOADED_BY_CHILD = True
else:
    sys.exit(run([2, 3, 5, 7]))
