"""Track particles; workers keep the ring in a module of theirs."""

import sys

from tracking.lattice import build_ring
from tracking.patpass import patpass


def main():
    ring = build_ring(6)
    beam = [(0.001 * n, 0.0) for n in range(6)]
    serial = patpass(ring, beam, 20)
    parallel = patpass(ring, beam, 20, pool_size=2)
    print("same" if serial == parallel else "different")
    return 0


if __name__ == "__main__":
    sys.exit(main())
