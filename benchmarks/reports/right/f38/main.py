from __future__ import annotations

import logging

from vision.pipeline import FramePipeline
from vision.models import FrameSpec


def main() -> None:
    logging.basicConfig(level=logging.WARNING)
    spec = FrameSpec(48, 32)
    frames = [bytes([(i * 31 + k) % 256 for k in range(spec.nbytes)]) for i in range(9)]
    with FramePipeline(spec, workers=2, slots=3) as pipeline:
        means = pipeline.run(frames)
    expected = {i: sum(f) / spec.nbytes for i, f in enumerate(frames)}
    assert means == expected
    print("frames", len(means))


if __name__ == "__main__":
    main()
