from __future__ import annotations

import tempfile
from pathlib import Path

from assets.cache import AssetCache
from assets.worker import render_all


def main() -> None:
    scenes = [f"scene{i}" for i in range(8)]
    with tempfile.TemporaryDirectory() as tmp:
        done = render_all(AssetCache(Path(tmp)), scenes, workers=3)
        left = sorted(p.name for p in Path(tmp).iterdir())
    assert len(done) == 8 and len(set(done.values())) == 1
    assert left == ["font.bin", "palette.bin"], left
    print("rendered", len(done))


if __name__ == "__main__":
    main()
