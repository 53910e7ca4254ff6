"""Thumbnail service: converts every image of a folder, several at a time."""
from __future__ import annotations

import threading
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path


class ThumbnailService:
    SUFFIX = ".thumb"

    def __init__(self, source: Path, target: Path, workers: int = 2) -> None:
        self.source = source
        self.target = target
        self.workers = workers
        self._index_lock = threading.Lock()
        self._index: dict[str, Path] = {}

    def register(self, name: str, path: Path) -> None:
        with self._index_lock:
            self._index[name] = path

    def convert_one(self, image: Path) -> None:
        data = image.read_bytes()
        out = self.target / (image.stem + self.SUFFIX)
        out.write_bytes(data[:: max(1, len(data) // 16)])

    def convert_all(self) -> int:
        images = sorted(self.source.glob("*.img"))
        with ProcessPoolExecutor(max_workers=self.workers) as executor:
            for image in images:
                executor.submit(self.convert_one, image)
        for done in self.target.glob("*" + self.SUFFIX):
            self.register(done.stem, done)
        return len(images)

    @property
    def count(self) -> int:
        with self._index_lock:
            return len(self._index)


def main() -> None:
    with tempfile.TemporaryDirectory() as tmp:
        src, dst = Path(tmp, "in"), Path(tmp, "out")
        src.mkdir()
        dst.mkdir()
        for n in range(5):
            (src / f"photo{n}.img").write_bytes(bytes(range(200)) * (n + 1))
        service = ThumbnailService(src, dst)
        queued = service.convert_all()
        print(f"{queued} images processed, {service.count} thumbnails on disk")


if __name__ == "__main__":
    main()
