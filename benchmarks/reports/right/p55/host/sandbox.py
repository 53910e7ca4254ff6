"""Main function of a sandbox process."""
import contextlib

from .entry import load

STOP = "stop"


def main(entry, options, conn):
    with conn, contextlib.ExitStack() as stack:
        try:
            plugin = load(entry)(**options)
            plugin.setup()
        except Exception as exc:
            conn.send(("refused", repr(exc)))
            return
        stack.callback(plugin.teardown)
        conn.send(("ready", entry))
        while True:
            try:
                verb, payload = conn.recv()
            except EOFError:
                return
            if verb == STOP:
                return
            try:
                answer = ("ok", plugin.handle(payload))
            except Exception as exc:
                answer = ("error", f"{type(exc).__name__}({exc})")
            conn.send(answer)
