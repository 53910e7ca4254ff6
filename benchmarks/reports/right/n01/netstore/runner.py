import multiprocessing


def _entry(conn, func, args):
    try:
        conn.send((True, func(*args)))
    except Exception as exc:
        conn.send((False, repr(exc)))
    finally:
        conn.close()


def call_with_timeout(func, args, timeout):
    receiver, sender = multiprocessing.Pipe(False)
    process = multiprocessing.Process(target=_entry, args=(sender, func, args))
    process.start()
    sender.close()
    try:
        if not receiver.poll(timeout):
            raise TimeoutError(f"no answer within {timeout}s")
        ok, value = receiver.recv()
    finally:
        process.terminate()
        process.join()
        receiver.close()
    if not ok:
        raise RuntimeError(value)
    return value
