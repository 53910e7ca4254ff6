from dataclasses import dataclass


@dataclass(frozen=True)
class RegionOfInterest:
    width: int
    height: int

    @property
    def nbytes(self):
        return self.width * self.height
