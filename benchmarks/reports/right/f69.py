"""Objects with files and generators inside which reopen them on the other side."""
from __future__ import annotations

import multiprocessing as mp
import tempfile
from contextlib import closing
from pathlib import Path
from typing import IO, Any, Iterator


class Cursor:
    """Reads lines from a file; a pickled cursor continues where the original stood."""

    def __init__(self, path: Path, offset: int = 0) -> None:
        self.path = path
        self._file: IO[bytes] = path.open("rb")
        self._file.seek(offset)
        self._lines: Iterator[bytes] = iter(self._file.readline, b"")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.path, self._file.tell())

    def take(self, n: int) -> list[str]:
        return [line.decode().rstrip() for _, line in zip(range(n), self._lines)]

    def close(self) -> None:
        self._file.close()


class Tail(mp.Process):
    def __init__(self, cursor: Cursor, out: "mp.SimpleQueue[list[str]]") -> None:
        super().__init__()
        self.path = cursor.path
        self.offset = cursor.__reduce__()[1][1]
        self.out = out

    def run(self) -> None:
        with closing(Cursor(self.path, self.offset)) as cursor:
            self.out.put(cursor.take(3))


def count_rest(cursor: Cursor) -> int:
    with closing(cursor):
        return len(cursor.take(10_000))


def main() -> None:
    with tempfile.TemporaryDirectory() as tmp:
        path = Path(tmp) / "lines.txt"
        path.write_text("".join(f"line {i}\n" for i in range(100)))
        with closing(Cursor(path)) as cursor:
            assert cursor.take(2) == ["line 0", "line 1"]
            out: mp.SimpleQueue = mp.SimpleQueue()
            tail = Tail(cursor, out)
            tail.start()
            seen = out.get()
            tail.join()
            with mp.Pool(1) as pool:
                rest = pool.apply(count_rest, (cursor,))
    assert seen == ["line 2", "line 3", "line 4"] and rest == 98, (seen, rest)
    print(seen, rest)


if __name__ == "__main__":
    main()
