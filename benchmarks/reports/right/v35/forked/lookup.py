from __future__ import annotations

from .platform import fork_context


class Lookup:
    def __init__(self, table: dict[str, int]) -> None:
        self.table = table

    @classmethod
    def build(cls, size: int) -> "Lookup":
        return cls({f"k{n}": n for n in range(size)})

    def count_hits(self, keys: list[str]) -> dict[str, bool]:
        ctx = fork_context()
        out = ctx.SimpleQueue()
        table = self.table

        def probe(part: list[str]) -> None:
            out.put({key: key in table for key in part})

        parts = [keys[0::2], keys[1::2]]
        children = [ctx.Process(target=probe, args=(part,)) for part in parts]
        for child in children:
            child.start()
        found: dict[str, bool] = {}
        for _ in children:
            found.update(out.get())
        for child in children:
            child.join()
        out.close()
        return {key: found[key] for key in keys}
