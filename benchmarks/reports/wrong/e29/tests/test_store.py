from __future__ import annotations

import multiprocessing
import tempfile
import unittest
from pathlib import Path

from kv import FileStore


class FileStoreTest(unittest.TestCase):
    def setUp(self) -> None:
        self.tmp = tempfile.TemporaryDirectory()
        self.addCleanup(self.tmp.cleanup)
        self.store = FileStore(Path(self.tmp.name) / "store.json")

    def _hammer(self, key: str, times: int) -> None:
        for _ in range(times):
            self.store.incr(key)

    def test_incr_and_get(self) -> None:
        self.assertEqual(self.store.incr("a"), 1)
        self.assertEqual(self.store.get("a"), 1)
        self.assertEqual(self.store.get("missing"), 0)

    def test_concurrent_increments(self) -> None:
        workers = [
            multiprocessing.Process(target=self._hammer, args=("hits", 50)) for _ in range(3)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        self.assertEqual([w.exitcode for w in workers], [0, 0, 0])
        self.assertEqual(self.store.get("hits"), 150)


if __name__ == "__main__":
    unittest.main()
