from .shards import Shards


def build_index(docs):
    with Shards(3) as shards:
        parts = shards.run(list(docs.items()))
    index = {}
    for part in parts:
        for term, names in part.items():
            index.setdefault(term, []).extend(names)
    return {term: sorted(names) for term, names in index.items()}
