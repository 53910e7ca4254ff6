"""Link index on a manager dict; nested lists are written back under the lock."""
import multiprocessing as mp

SITE = {"a.example": ["/", "/about"], "b.example": ["/", "/docs", "/blog"], "c.example": ["/"]}


class LinkIndex:
    def __init__(self, manager):
        self.pages = manager.dict()
        self.tags = manager.dict()
        self.guard = manager.Lock()
        self._new_list = manager.list

    def __getstate__(self):
        return {k: v for k, v in self.__dict__.items() if k != "_new_list"}

    def prepare(self, host):
        self.pages[host] = []
        self.tags[host] = self._new_list()

    def record(self, host, url):
        with self.guard:
            urls = self.pages[host]
            urls.append(url)
            self.pages[host] = urls
        self.tags[host].append(len(url))


def crawl(index, host, share):
    for path in share:
        index.record(host, path)


def main():
    with mp.Manager() as manager:
        index = LinkIndex(manager)
        for host in SITE:
            index.prepare(host)
        procs = []
        for host, paths in SITE.items():
            for part in (paths[::2], paths[1::2]):
                procs.append(mp.Process(target=crawl, args=(index, host, part)))
        for p in procs:
            p.start()
        for p in procs:
            p.join()
        found = {h: sorted(u) for h, u in index.pages.items()}
        tags = {h: sorted(t[:]) for h, t in index.tags.items()}
    assert found == {h: sorted(p) for h, p in SITE.items()}, found
    assert tags == {h: sorted(map(len, p)) for h, p in SITE.items()}, tags
    print(found)


if __name__ == "__main__":
    main()
