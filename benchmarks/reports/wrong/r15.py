"""Cluster node: answers status requests and offloads API calls to worker processes."""
import hashlib
import logging
import socket
import threading
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

log = logging.getLogger("cluster.node")


@dataclass
class NodeConfig:
    host: str = "127.0.0.1"
    port: int = 0
    processes: int = 2


def run_request(name, rounds):
    digest = name.encode()
    for _ in range(rounds):
        digest = hashlib.sha1(digest).digest()
    return name, digest.hex()[:8]


class Listener:
    def __init__(self, config):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.bind((config.host, config.port))
        self.sock.listen(8)
        self.sock.settimeout(0.2)
        self.port = self.sock.getsockname()[1]
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def start(self):
        self._thread.start()

    def _serve(self):
        while not self._stopping.is_set():
            try:
                connection, _ = self.sock.accept()
            except TimeoutError:
                continue
            with connection:
                connection.sendall(b"ok")

    def stop(self):
        self._stopping.set()
        self._thread.join(5)
        self.sock.close()


class Node:
    def __init__(self, config):
        self.config = config
        self.pool = None
        self.listener = None

    def start(self):
        self.listener = Listener(self.config)
        self.config.port = self.listener.port
        self.listener.start()
        if self.pool is None:
            self.pool = ProcessPoolExecutor(self.config.processes)

    def distributed_call(self, names):
        return dict(self.pool.map(run_request, names, [200] * len(names)))

    def restart(self):
        log.info("restarting on port %d", self.config.port)
        self.listener.stop()
        self.start()

    def close(self):
        self.listener.stop()
        self.pool.shutdown()


def main():
    logging.basicConfig(level=logging.INFO)
    node = Node(NodeConfig())
    node.start()
    try:
        answers = node.distributed_call(["agents", "rules", "decoders"])
        node.restart()
        answers.update(node.distributed_call(["lists"]))
    except OSError as exc:
        log.error("could not start node: %s", exc)
        node.pool.shutdown()
        return 1
    node.close()
    print(sorted(answers))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
