from itertools import islice


def chunked(items, size):
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def chunk_size(total, workers, per_worker=4):
    """Few big chunks: sending has its price."""
    return max(1, -(-total // (workers * per_worker)))
