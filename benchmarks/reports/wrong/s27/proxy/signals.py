"""Signal handling of the daemon, installed before anything is started."""
from __future__ import annotations

import errno
import os
import signal


def reap_children(signum: int, frame: object) -> None:
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        except OSError as error:
            if error.errno == errno.EINTR:
                continue
            raise
        if pid == 0:
            return


def install() -> None:
    signal.signal(signal.SIGCHLD, reap_children)
