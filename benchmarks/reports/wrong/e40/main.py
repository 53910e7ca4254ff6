from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from assets.cache import AssetCache
from assets.worker import render_all


def main() -> None:
    logging.basicConfig(level=logging.ERROR)
    scenes = [f"scene{i}" for i in range(8)]
    with tempfile.TemporaryDirectory() as tmp:
        done, failed = render_all(AssetCache(Path(tmp)), scenes, workers=4)
    print("rendered", len(done), "failed", failed)


if __name__ == "__main__":
    main()
