"""Runs the steps in a forked child."""

import os

from .logger import BuildLogger


def run_steps(name, steps, out):
    for step in steps:
        os.write(out, f">>> {name}: {step}\n".encode())


def build(name, steps):
    logger = BuildLogger()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            run_steps(name, steps, logger.in_child())
            status = 0
        finally:
            os._exit(status)
    lines = logger.in_parent()
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), lines
