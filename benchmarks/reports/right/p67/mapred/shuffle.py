from collections import defaultdict


class Shuffle:
    """Collects the mappers' output in the parent, one dict per partition."""

    def __init__(self, partitions):
        self.groups = [defaultdict(list) for _ in range(partitions)]
        self.moved = 0

    def add(self, triples):
        for partition, key, values in triples:
            self.groups[partition][key].extend(values)
            self.moved += len(values)

    def parts(self):
        # plain dicts: no default factory needs to travel
        return [dict(g) for g in self.groups if g]
