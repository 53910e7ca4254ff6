"""Every build has a process of its own, so that it can't spoil the environment."""
import multiprocessing
import traceback

from . import paths


def _child(package, working_dir, connection):
    paths.set_working_dir(working_dir)
    try:
        connection.send(("ok", package.install()))
    except Exception:
        connection.send(("error", traceback.format_exc()))
    finally:
        connection.close()


class InstallError(Exception):
    pass


def build(package):
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_child, args=(package, paths.working_dir, sender), name=package.name)
    process.start()
    sender.close()
    try:
        status, value = receiver.recv()
    finally:
        process.join()
    if status != "ok":
        raise InstallError(f"{package.name} failed\n{value}")
    return value
