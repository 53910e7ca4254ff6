import multiprocessing
import traceback


def _wrapped(conn, func, args):
    try:
        result = {"value": func(*args), "error": None}
    except Exception:
        result = {"value": None, "error": traceback.format_exc()}
    conn.send(result)
    conn.close()


def exec_in_proc(func, *args):
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_wrapped, args=(theirs, func, args))
    process.start()
    theirs.close()
    result = ours.recv()
    process.join()
    ours.close()
    if result["error"]:
        raise RuntimeError(result["error"])
    return result["value"]
