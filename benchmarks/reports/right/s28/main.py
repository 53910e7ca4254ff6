"""API worker: heavy parts of a request run in a process pool, logs carry the request id."""
import sys

from api.app import Application


def main() -> int:
    with Application(workers=1) as app:
        lines = [app.handle(f"req-{n}", [n, n + 1]) for n in range(3)]
    wrong = 0
    for ident, entries in lines:
        for entry in entries:
            print(ident, "|", entry)
            wrong += not entry.startswith(f"[{ident}]")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
