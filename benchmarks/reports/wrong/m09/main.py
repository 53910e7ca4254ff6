import sys

from viscy.data import build_archive
from viscy.loader import Loader, PlateDataset


def main():
    path = build_archive("plate.zip", wells=48)
    dataset = PlateDataset(path)
    loader = Loader(dataset, num_workers=4)
    print("windows:", len(dataset))
    totals = loader.predict()
    print("read", len(totals), "windows, mean", sum(totals) // len(totals))
    return 0


if __name__ == "__main__":
    sys.exit(main())
