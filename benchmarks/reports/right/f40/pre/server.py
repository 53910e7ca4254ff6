from __future__ import annotations

import os
import signal
import socket
import sys
import traceback
from types import FrameType
from typing import Callable, NoReturn, Optional


def upper(line: str) -> str:
    return line.upper()


class Stop(BaseException):
    pass


class PreforkServer:
    def __init__(self, address: tuple[str, int], handle: Callable[[str], str], workers: int) -> None:
        self.handle = handle
        self.workers = workers
        self._pids: list[int] = []
        self._socket = socket.create_server(address)
        self.address: tuple[str, int] = self._socket.getsockname()[:2]

    def start(self) -> None:
        for _ in range(self.workers):
            sys.stdout.flush()
            sys.stderr.flush()
            # block SIGTERM until the child has its own handler
            old = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
            pid = os.fork()
            if pid == 0:
                self._child()
            signal.pthread_sigmask(signal.SIG_SETMASK, old)
            self._pids.append(pid)
        self._socket.close()

    @staticmethod
    def _on_term(signum: int, frame: Optional[FrameType]) -> None:
        raise Stop

    def _child(self) -> NoReturn:
        code = 0
        try:
            signal.signal(signal.SIGTERM, self._on_term)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
            while True:
                conn, _ = self._socket.accept()
                with conn, conn.makefile("rw") as stream:
                    stream.write(self.handle(stream.readline()))
                    stream.flush()
        except Stop:
            pass
        except BaseException:
            traceback.print_exc()
            code = 1
        finally:
            os._exit(code)

    @property
    def pids(self) -> list[int]:
        return list(self._pids)

    def stop(self) -> list[int]:
        for pid in self._pids:
            os.kill(pid, signal.SIGTERM)
        codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in self._pids]
        self._pids.clear()
        return codes
