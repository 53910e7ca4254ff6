"""Client of the warehouse service; one connection per process."""
from __future__ import annotations

import socket
from functools import lru_cache


class WarehouseClient:
    def __init__(self, address: tuple[str, int]) -> None:
        self.sock = socket.create_connection(address, timeout=5)
        self.reader = self.sock.makefile("r")

    def count(self, sku: str) -> tuple[str, int]:
        self.sock.sendall(f"{sku}\n".encode())
        name, number = self.reader.readline().split()
        return name, int(number)

    def close(self) -> None:
        self.reader.close()
        self.sock.close()


@lru_cache(maxsize=None)
def get_client(address: tuple[str, int]) -> WarehouseClient:
    # global so that there is not more than one connection per process
    return WarehouseClient(address)
