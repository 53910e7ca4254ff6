"""Stand-in for the network."""

from zlib import crc32


def ping(host):
    return crc32(host.encode()) % 3 != 0
