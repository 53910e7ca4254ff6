from __future__ import annotations

from ring.buffer import RingBuffer
from ring.endpoints import ChecksumReader, send_all


def main() -> None:
    messages = [bytes([i % 256]) * (i % 60 + 1) for i in range(200)]
    with RingBuffer(slots=4, slot_size=64) as ring:
        reader = ChecksumReader(ring)
        reader.start()
        send_all(ring, messages)
        total = reader.finish()
    assert total == sum(map(sum, messages)), total
    print("checksum", total)


if __name__ == "__main__":
    main()
