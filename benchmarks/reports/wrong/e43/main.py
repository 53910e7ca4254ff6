from __future__ import annotations

from loader.augment import Augmenter
from loader.dataset import Dataset
from loader.loader import DataLoader


def main() -> None:
    dataset = Dataset(samples=64, augment=Augmenter(seed=2024, spread=0.5))
    loader = DataLoader(dataset, batch_size=4, workers=4)
    noise = [round(sample.noise, 6) for batch in loader for sample in batch]
    print("samples", len(noise), "different noise values", len(set(noise)))


if __name__ == "__main__":
    main()
