"""Annotate spectra asynchronously."""
import argparse
import asyncio
import logging

from annotate.server import AnnotationServer


async def serve(count, workers):
    async with AnnotationServer(workers) as server:
        return [await server.annotate(number) for number in range(count)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spectra", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    peptides = asyncio.run(serve(args.spectra, args.workers))
    print(peptides)


if __name__ == "__main__":
    main()
