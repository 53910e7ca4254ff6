from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    seconds: float
    target: int


RECIPES = {
    "light": [Section(0.2, 390), Section(0.1, 410), Section(0.1, 150)],
    "dark": [Section(0.3, 420), Section(0.2, 455), Section(0.1, 150)],
}
