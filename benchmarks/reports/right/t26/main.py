import sys

from streamer.service import Streamer


def main() -> int:
    with Streamer(workers=2, patience=3.0) as streamer:
        print(streamer.predict(["good morning", "multiprocessing"]))
        streamer.reload_model("v2")
        print(streamer.predict(["good night", "fork"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
