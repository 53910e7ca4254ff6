import logging
import sys

from compiler.driver import compile_sources
from compiler.errors import CompilerToolError


def main():
    logging.basicConfig(level=logging.WARNING)
    sources = ["func @a() {}", "func @b( {}", "func @c() {}"]
    try:
        outputs = compile_sources(sources, jobs=2)
    except CompilerToolError as exc:
        print("compile failed with code", exc.returncode)
        return 0
    print("compiled", len(outputs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
