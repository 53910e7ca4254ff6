"""The codec, reduced to sizes."""

RATIO = 0.25


def encoded_size(name):
    return int(len(name) * 1000 * RATIO)
