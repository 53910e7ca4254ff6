from dataclasses import dataclass


@dataclass(frozen=True)
class Recording:
    rid: str
    arguments: tuple
    expected: int


class Tape:
    def __init__(self, recordings):
        self._recordings = {recording.rid: recording for recording in recordings}

    @classmethod
    def with_samples(cls, count):
        return cls([Recording(f"r{n:02d}", (n, n + 1), 2 * n + 1) for n in range(count)])

    def ids(self):
        return sorted(self._recordings)

    def get(self, rid):
        return self._recordings[rid]
