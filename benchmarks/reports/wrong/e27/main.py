from __future__ import annotations

from svc.analysis import FrameAnalyser
from svc.models import FrameSpec


def main() -> None:
    spec = FrameSpec(width=64, height=48)
    frames = [bytes([(i * 31 + k) % 256 for k in range(spec.nbytes)]) for i in range(6)]
    with FrameAnalyser(spec, workers=2) as analyser:
        for number, frame in enumerate(frames):
            analyser.submit(number, frame)
        results = analyser.results()
    print("frames", len(frames), "analysed", len(results))


if __name__ == "__main__":
    main()
