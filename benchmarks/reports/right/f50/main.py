from __future__ import annotations

import json
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from web.runner import ServerProcess


def get(url: str) -> dict:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def main() -> None:
    with ServerProcess(greeting="hello") as server:
        base = f"http://127.0.0.1:{server.port}"
        with ThreadPoolExecutor(3) as clients:
            bodies = list(clients.map(get, [f"{base}/{n}" for n in ("ada", "bob", "cleo") * 3]))
    assert bodies[0] == {"message": "hello ada"} and len(bodies) == 9
    assert server.exitcode == 0, server.exitcode
    try:
        ServerProcess(greeting="").__enter__()
    except RuntimeError as exc:
        assert "did not start" in str(exc)
    else:
        raise AssertionError
    print("ok")


if __name__ == "__main__":
    main()
