import logging
import os

from errpipe import ErrorPipe

log = logging.getLogger("launch")


class ChildError(Exception):
    """The program could not be executed."""


def _exec_child(arguments, quiet, errors):
    try:
        errors.in_child()
        if quiet:
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, 1)
        os.execvp(arguments[0], arguments)
    except BaseException as exc:
        errors.send(exc)
    finally:
        os._exit(255)


def create_child(arguments, quiet=False):
    errors = ErrorPipe()
    pid = os.fork()
    if pid == 0:
        _exec_child(arguments, quiet, errors)
    log.info("child %d is starting %s", pid, arguments[0])
    problem = errors.read()
    _, status = os.waitpid(pid, 0)
    if problem:
        raise ChildError(": ".join(problem))
    return os.waitstatus_to_exitcode(status)
