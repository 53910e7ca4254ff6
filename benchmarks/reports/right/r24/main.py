"""Acquire a few frames while the operator changes the region of interest."""
import argparse
import logging

from camera.config import RegionOfInterest
from camera.model import AcquisitionModel


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=3)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    model = AcquisitionModel(RegionOfInterest(64, 64), args.frames)
    brightness = [model.snap()]
    for edge in (128, 32):
        model.change_roi(RegionOfInterest(edge, edge))
        brightness.append(model.snap())
    model.close()
    print("brightness", brightness)


if __name__ == "__main__":
    main()
