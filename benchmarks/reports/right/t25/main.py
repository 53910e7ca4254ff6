import sys

from imgload.dataset import TileDataset
from imgload.loader import Loader
from imgload.worker import BrokenBatch


def main() -> int:
    dataset = TileDataset(tiles=32, side=16, broken={21})
    loader = Loader(dataset, batch_size=4, workers=2)
    total = 0
    for batch in loader:
        if isinstance(batch, BrokenBatch):
            print("left out", batch.indices, batch.reason)
        else:
            total += sum(batch)
    print("checksum", total)
    return 0


if __name__ == "__main__":
    sys.exit(main())
