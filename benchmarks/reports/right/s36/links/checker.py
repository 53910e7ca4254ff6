from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from .site import Site


@dataclass
class Stats:
    visited: int = 0
    broken: set[str] = field(default_factory=set)


class LinkChecker:
    def __init__(self, site: Site, jobs: int) -> None:
        self.site = site
        self.jobs = jobs
        self.stats = Stats()

    def check_page(self, page: str) -> Stats:
        links = self.site.links(page)
        return Stats(1, {link for link in links if link not in self.site.pages})

    def check_all(self) -> None:
        with ProcessPoolExecutor(self.jobs) as executor:
            for stats in executor.map(self.check_page, self.site.pages):
                self.stats.visited += stats.visited
                self.stats.broken |= stats.broken
