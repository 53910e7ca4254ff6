from __future__ import annotations

import multiprocessing as mp
import signal
import sys
import threading
from multiprocessing.connection import Connection, wait
from typing import Optional

from .handler import GreetingServer


def _main(greeting: str, ready: Connection) -> None:
    try:
        server = GreetingServer(greeting)
    except ValueError:
        sys.exit(4)

    def stop(signum: int, frame: object) -> None:
        # shutdown() must not be called in the thread that serves
        threading.Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    with server:
        ready.send(server.server_address[1])
        ready.close()
        server.serve_forever(poll_interval=0.05)


class ServerProcess:
    def __init__(self, greeting: str) -> None:
        self.greeting = greeting
        self.port = 0
        self._proc: Optional[mp.Process] = None

    def __enter__(self) -> "ServerProcess":
        receiver, sender = mp.Pipe(duplex=False)
        self._proc = mp.Process(target=_main, args=(self.greeting, sender), daemon=True)
        self._proc.start()
        sender.close()
        ready = wait([receiver, self._proc.sentinel], timeout=30)
        try:
            if receiver not in ready:
                raise EOFError
            self.port = receiver.recv()
        except EOFError:
            self._stop()
            raise RuntimeError(f"server did not start (exit code {self.exitcode})") from None
        finally:
            receiver.close()
        return self

    @property
    def exitcode(self) -> Optional[int]:
        return None if self._proc is None else self._proc.exitcode

    def _stop(self) -> None:
        assert self._proc is not None
        if self._proc.is_alive():
            self._proc.terminate()
        self._proc.join(10)
        if self._proc.exitcode is None:
            self._proc.kill()
            self._proc.join()

    def __exit__(self, *exc_info: object) -> None:
        self._stop()
