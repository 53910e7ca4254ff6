from dataclasses import dataclass


@dataclass(frozen=True)
class Job:
    name: str
    atoms: list

    def split(self, parts):
        return [self.atoms[number::parts] for number in range(parts)]
