"""Cross-validation metrics for an intent engine."""
import argparse
import json
import logging

from metrics import compute_cross_val_metrics


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    dataset = {
        "lights": ["on", "off", "dim", "brighter"],
        "weather": ["rain", "sun", "", "snow"],
    }
    print(json.dumps(compute_cross_val_metrics(dataset, args.folds, args.workers), sort_keys=True))


if __name__ == "__main__":
    main()
