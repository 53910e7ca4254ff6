from __future__ import annotations

import sys
import time


TRAFFIC = {"client-a": 1.0, "client-b": 0.3, "client-bad": 0.2}


def handle_client(name: str) -> None:
    time.sleep(TRAFFIC[name])
    if name.endswith("bad"):
        sys.exit(3)
