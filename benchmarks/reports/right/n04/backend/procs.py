import logging
import logging.handlers
import multiprocessing
import traceback


def _setup_child_logging(log_queue):
    logger = logging.getLogger("ccb")
    logger.handlers = [logging.handlers.QueueHandler(log_queue)]
    logger.setLevel(logging.DEBUG)
    logger.propagate = False


def _wrapped(conn, log_queue, func, args):
    _setup_child_logging(log_queue)
    try:
        result = {"value": func(*args), "error": None}
    except Exception:
        result = {"value": None, "error": traceback.format_exc()}
    conn.send(result)
    conn.close()


def exec_in_proc(log_queue, func, *args):
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_wrapped, args=(theirs, log_queue, func, args))
    process.start()
    theirs.close()
    result = ours.recv()
    process.join()
    ours.close()
    if result["error"]:
        raise RuntimeError(result["error"])
    return result["value"]
