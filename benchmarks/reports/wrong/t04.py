"""Probe a set of peers and remember the results in one JSON config cache."""
import json
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path


def load_cache(path: Path) -> dict:
    if path.exists():
        return json.loads(path.read_text() or "{}")
    return {}


def write_cache(path: Path, data: dict) -> None:
    path.write_text(json.dumps(data, indent=1, sort_keys=True))


def probe(peer: str) -> dict:
    time.sleep(0.002)
    return {"ports": [22, 80], "latency": len(peer) / 10}


def probe_and_remember(task: tuple[str, str]) -> bool:
    peer, cache = task
    result = probe(peer)
    path = Path(cache)
    known = load_cache(path)
    known[peer] = result
    write_cache(path, known)
    return True


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "mutable_config.json"
        write_cache(cache, {})
        peers = [f"host-{n:03}.example" for n in range(120)]
        with multiprocessing.Pool(4) as pool:
            done = pool.map(probe_and_remember, [(p, str(cache)) for p in peers], chunksize=1)
        known = load_cache(cache)
        print(f"probed {sum(done)}, remembered {len(known)}")
        return 0 if len(known) == len(peers) else 1


if __name__ == "__main__":
    sys.exit(main())
