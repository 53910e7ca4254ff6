"""Camera ring buffer in shared memory: the capture process writes, the viewer reads."""
import sys

from camera.session import record


def main() -> int:
    frames = record(frames=12)
    print(len(frames), frames[0], frames[-1])
    return 0 if frames == sorted(frames) and len(frames) == 12 else 1


if __name__ == "__main__":
    sys.exit(main())
