from __future__ import annotations

import argparse

from rpc.client import ModelClient


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--images", type=int, default=16)
    parser.add_argument("--side", type=int, default=512)
    args = parser.parse_args()
    images = [bytes([i]) * (args.side * args.side) for i in range(args.images)]
    with ModelClient() as client:
        print("single", len(client.predict(images[0])))
        print("batch", len(client.predict_batch(images)))


if __name__ == "__main__":
    main()
