"""Async gateway that hands CPU work to a process pool."""
from __future__ import annotations

import asyncio
import functools
import hashlib
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass


@dataclass(frozen=True)
class Upload:
    name: str
    data: bytes


def digest(data: bytes, rounds: int) -> str:
    value = data
    for _ in range(rounds):
        value = hashlib.sha256(value).digest()
    return value.hex()[:12]


class Gateway:
    def __init__(self, pool: ProcessPoolExecutor, limit: int) -> None:
        self._pool = pool
        self._limit = asyncio.Semaphore(limit)

    async def store(self, upload: Upload) -> tuple[str, str]:
        loop = asyncio.get_running_loop()
        async with self._limit:
            call = functools.partial(digest, upload.data, rounds=200)
            return upload.name, await loop.run_in_executor(self._pool, call)


async def serve(uploads: list[Upload]) -> dict[str, str]:
    with ProcessPoolExecutor(max_workers=2) as pool:
        gateway = Gateway(pool, limit=3)
        return dict(await asyncio.gather(*(gateway.store(u) for u in uploads)))


def main() -> None:
    uploads = [Upload(f"f{i}", bytes([i]) * 64) for i in range(8)]
    for name, value in asyncio.run(serve(uploads)).items():
        print(name, value)


if __name__ == "__main__":
    main()
