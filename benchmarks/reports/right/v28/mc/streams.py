from __future__ import annotations

import hashlib
import random
from typing import Iterator


def stream(seed: int, index: int) -> random.Random:
    digest = hashlib.blake2b(f"{seed}/{index}".encode(), digest_size=8).digest()
    return random.Random(int.from_bytes(digest, "big"))


def streams(seed: int, count: int) -> Iterator[random.Random]:
    for index in range(count):
        yield stream(seed, index)
