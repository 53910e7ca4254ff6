from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Site:
    pages: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def links(self, page: str) -> tuple[str, ...]:
        return self.pages[page]


def demo_site() -> Site:
    pages = {f"/p{i}": (f"/p{(i + 1) % 8}", f"/p{i + 5}") for i in range(8)}
    return Site(pages)
