"""Module-level worker process with atexit cleaning that minds the pid."""
import atexit
import multiprocessing as mp
import os
import tempfile

# Spawned: a fork would keep a copy of our end, and the worker would never see it close.
_ctx = mp.get_context("spawn")
_state = {"pid": None, "conn": None, "process": None}


def _loop(conn):
    while True:
        try:
            request = conn.recv()
        except (EOFError, OSError):
            break
        if request is None:
            break
        name, args = request
        conn.send(COMMANDS[name](*args))
    conn.close()


def add(a, b):
    return a + b


def join(*parts):
    return "-".join(parts)


COMMANDS = {"add": add, "join": join}


def _ensure():
    if _state["pid"] == os.getpid():
        return _state["conn"]
    ours, theirs = _ctx.Pipe()
    process = _ctx.Process(target=_loop, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    _state.update(pid=os.getpid(), conn=ours, process=process)
    atexit.register(_shutdown)
    return ours


def _shutdown():
    if _state["pid"] != os.getpid():
        return
    conn, process = _state["conn"], _state["process"]
    _state.update(pid=None, conn=None, process=None)
    try:
        conn.send(None)
    except BrokenPipeError:
        pass
    conn.close()
    process.join(5)
    if process.is_alive():
        process.terminate()
        process.join()


def call(name, *args):
    if name not in COMMANDS:
        raise KeyError(name)
    conn = _ensure()
    conn.send((name, args))
    return conn.recv()


def main():
    assert call("add", 2, 3) == 5
    first = _state["process"].pid
    assert call("join", "a", "b", "c") == "a-b-c"
    assert _state["process"].pid == first
    _shutdown()
    assert _state["conn"] is None
    assert call("add", 1, 1) == 2  # a new one, left to atexit
    with tempfile.TemporaryFile() as f:
        f.write(b"done")
    print("calls ok")


if __name__ == "__main__":
    main()
