import sys
from collections import Counter

from augment.dataset import PatchDataset
from augment.loader import ParallelLoader
from augment.transforms import Compose, RandomContrast, RandomRotate


def main() -> int:
    transforms = Compose([RandomRotate(seed=47), RandomContrast(seed=48)])
    dataset = PatchDataset(count=24, transform=transforms)
    loader = ParallelLoader(dataset, workers=3)
    angles = Counter()
    for sample in loader:
        angles[sample.angle, round(sample.alpha, 4)] += 1
    print(f"{sum(angles.values())} patches, {len(angles)} different augmentations")
    return 0 if len(angles) == 24 else 1


if __name__ == "__main__":
    sys.exit(main())
