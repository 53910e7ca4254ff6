from __future__ import annotations

import socket
import sys
from concurrent.futures import ThreadPoolExecutor

from pre.server import PreforkServer, upper


def ask(address: tuple[str, int], text: str) -> str:
    with socket.create_connection(address, timeout=10) as conn:
        conn.sendall(text.encode() + b"\n")
        with conn.makefile() as answers:
            return answers.readline().strip()


def main() -> int:
    server = PreforkServer(("127.0.0.1", 0), upper, workers=2)
    server.start()
    try:
        # threads exist only after all workers have been forked
        with ThreadPoolExecutor(4) as clients:
            answers = list(clients.map(lambda i: ask(server.address, f"hi {i}"), range(12)))
    finally:
        codes = server.stop()
    assert answers == [f"HI {i}" for i in range(12)] and codes == [0, 0], (answers, codes)
    print(len(answers), codes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
