import logging

from compat.backends import available, get_backend
from compat.work import checksum

logging.basicConfig(level=logging.WARNING)


def cli() -> None:
    chunks = [bytes([i]) * 1000 for i in range(20)]
    expected = [checksum(c) for c in chunks]
    for name in available():
        backend = get_backend(name, 2)
        assert backend.run(checksum, chunks) == expected, name
    print(", ".join(available()))


if __name__ == "__main__":  # pragma: no cover
    cli()
