"""Stream over a pipe until EOF; every process closes the ends it does not use."""
from __future__ import annotations

import multiprocessing as mp
import zlib
from contextlib import ExitStack, closing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Iterable, Iterator


@dataclass(frozen=True)
class Blob:
    name: str
    data: bytes


def compress(reader: Connection, writer: Connection, unused: tuple[Connection, ...]) -> None:
    for end in unused:
        end.close()
    with closing(reader), closing(writer):
        while True:
            try:
                blob = reader.recv()
            except EOFError:
                return
            writer.send(Blob(blob.name + ".z", zlib.compress(blob.data)))


class CompressorProcess:
    """Half-duplex use of two pipes, one message in flight at most."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    def __enter__(self) -> "CompressorProcess":
        child_in, self._to_child = mp.Pipe(duplex=False)
        self._from_child, child_out = mp.Pipe(duplex=False)
        self._proc = mp.Process(
            target=compress, args=(child_in, child_out, (self._to_child, self._from_child))
        )
        self._proc.start()
        child_in.close()
        child_out.close()
        self._stack.callback(self._proc.join)
        self._stack.callback(self._from_child.close)
        self._stack.callback(self._to_child.close)
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._stack.close()

    def run(self, blobs: Iterable[Blob]) -> Iterator[Blob]:
        for blob in blobs:
            self._to_child.send(blob)
            if not self._from_child.poll(30):
                raise TimeoutError(blob.name)
            yield self._from_child.recv()


def main() -> None:
    blobs = [Blob(f"b{i}", bytes([i]) * 300_000) for i in range(6)]
    with CompressorProcess() as compressor:
        once = list(compressor.run(blobs))
    assert [zlib.decompress(b.data) for b in once] == [b.data for b in blobs]
    print([len(b.data) for b in once])


if __name__ == "__main__":
    main()
