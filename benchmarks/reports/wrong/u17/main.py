"""Track particles through a ring, in one process or several."""

import argparse
import sys

from tracking.lattice import build_ring
from tracking.patpass import patpass


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=20)
    parser.add_argument("--particles", type=int, default=8)
    parser.add_argument("--pool-size", type=int, default=2)
    args = parser.parse_args()
    ring = build_ring(cells=6)
    beam = [(0.001 * n, 0.0) for n in range(args.particles)]
    result = patpass(ring, beam, args.turns, pool_size=args.pool_size)
    print(" ".join(f"{x:+.5f}" for x, _ in result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
