"""DAG files are parsed in a child process: broken files must not harm the scheduler."""
from __future__ import annotations

import multiprocessing

from . import dagbag


def _parse_in_child(fetch, url: str, connection) -> None:
    try:
        connection.send(dagbag.parse(fetch(url)))
    except Exception as error:
        connection.send(error)
    finally:
        connection.close()


class DagFileProcessor:
    def __init__(self, url: str, timeout: float = 10.0, fetch=dagbag.fetch_bundle) -> None:
        self.fetch = fetch
        self.url = url
        self.timeout = timeout

    def process(self) -> list[dagbag.Dag]:
        receiver, sender = multiprocessing.Pipe(duplex=False)
        child = multiprocessing.Process(target=_parse_in_child, args=(self.fetch, self.url, sender))
        child.start()
        sender.close()
        try:
            if not receiver.poll(self.timeout):
                raise TimeoutError(self.url)
            answer = receiver.recv()
        finally:
            child.join()
            receiver.close()
        if isinstance(answer, Exception):
            raise answer
        return answer
