"""Preprocess multi-modal prompts in a pool of tokenizer processes."""
import argparse
import logging

from preprocess import Preprocessor
from prompts import load_prompts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prompts", type=int, default=6)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    with Preprocessor(args.workers) as preprocessor:
        features = preprocessor.run(load_prompts(args.prompts))
    print(len(features), "prompts,", sum(f.tokens for f in features), "tokens")


if __name__ == "__main__":
    main()
