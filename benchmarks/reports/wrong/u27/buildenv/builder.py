"""Runs a recipe in a forked child."""

import os
import sys
import traceback

from .logger import BuildLogger


class Builder:
    def __init__(self, recipe):
        self.recipe = recipe

    def _run_steps(self, out):
        for step in self.recipe.steps:
            os.write(out, f">>> {self.recipe.name}: {step}\n".encode())

    def _child(self, logger):
        status = 1
        try:
            os.dup2(logger.stdin, 1)
            self._run_steps(logger.stdin)
            status = 0
        except Exception:
            traceback.print_exc(file=sys.stderr)
        finally:
            os._exit(status)

    def build(self):
        logger = BuildLogger(self.recipe.name)
        pid = os.fork()
        if pid == 0:
            self._child(logger)
        lines = logger.drain()
        _, status = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(status), len(lines)
