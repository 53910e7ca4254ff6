import sys

from buildenv.builder import build


def main():
    for name in ("zlib", "curl"):
        status, lines = build(name, ("configure", "make"))
        print(f"{name}: status {status}, {len(lines)} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
