"""Tile a mosaic: each renderer leaves its tile in shared memory for the stitcher."""
import argparse
import logging

from stitch import stitch


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tiles", type=int, default=3)
    parser.add_argument("--edge", type=int, default=32)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    mosaic = stitch(args.tiles, args.edge)
    print(f"mosaic of {len(mosaic)} bytes, checksum {sum(mosaic) % 65521}")


if __name__ == "__main__":
    main()
