"""Makes one start method the default; copied as ``sitecustomize.py`` to where only the programs see it.

``set_start_method()`` would count as the program's own choice: a second call would raise, and asking for the
default would fix it. So the platform's default itself is exchanged, in every process that inherits the path,
at the moment when :mod:`multiprocessing.context` has been executed; that module is imported no earlier than
the program does it, and nothing else is imported that an interpreter does not have loaded anyway. The name of
the method lies beside this file.

A ``sitecustomize`` of the system or the user is not executed: the programs run without it.
"""

import os
import sys
from importlib.machinery import PathFinder

_TARGET = "multiprocessing.context"


class _Finder:
    """Finds the one module, puts a step behind its execution, and is gone."""

    def find_spec(self, fullname, path=None, target=None):  # type: ignore[no-untyped-def]
        """Return the module's ordinary spec, changed, or None for every other module."""
        if fullname != _TARGET:
            return None
        sys.meta_path.remove(self)
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None:
            _exchange_after(spec.loader)  # type: ignore[no-untyped-call]
        return spec


def _exchange_after(loader):  # type: ignore[no-untyped-def]
    """Let the default be exchanged as soon as the loader has executed the module."""

    def exec_module(module):  # type: ignore[no-untyped-def]
        del loader.exec_module
        loader.exec_module(module)
        with open(os.path.join(os.path.dirname(__file__), "start-method"), encoding="ascii") as file:  # noqa: PTH118, PTH120, PTH123
            method = file.read().strip()
        module._default_context._default_context = module._concrete_contexts[method]

    loader.exec_module = exec_module


if __name__ == "sitecustomize":
    sys.meta_path.insert(0, _Finder())
