"""Makes one start method the default; copied as ``sitecustomize.py`` to where only the programs see it.

``set_start_method()`` would count as the program's own choice: a second call would raise, and asking for the
default would fix it. So the platform's default itself is exchanged, in every process that inherits the path,
at the moment when :mod:`multiprocessing.context` has been executed; that module is imported no earlier than
the program does it, and nothing else is imported that an interpreter does not have loaded anyway. The name of
the method lies beside this file.

A ``sitecustomize`` of the system or the user is hidden by this one. The package's own programs run without it; for a
program of the user's, which a file ``of-user`` beside this one shows, it is executed from here. For these the seed
of hashes is the same in each main process, so that sets are printed in the same order; the processes that it starts
have seeds of their own, as they would have. The path on which they import is the user's.
"""

import os
import sys
from importlib.machinery import PathFinder

_TARGET = "multiprocessing.context"
_HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120


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
        _exchange(module)  # type: ignore[no-untyped-call]

    loader.exec_module = exec_module


def _exchange(module):  # type: ignore[no-untyped-def]
    """Exchange the default context of the module."""
    method = _text_beside("start-method")  # type: ignore[no-untyped-call]
    module._default_context._default_context = module._concrete_contexts[method]


def _text_beside(name):  # type: ignore[no-untyped-def]
    """Return the text of a file beside this one, or None where there is none."""
    try:
        with open(os.path.join(_HERE, name), encoding="ascii") as file:  # noqa: PTH118, PTH123
            return file.read().strip()
    except FileNotFoundError:
        return None


def _execute_hidden():  # type: ignore[no-untyped-def]
    """Execute the ``sitecustomize`` that stands behind this one on the path, if there is one, in its place.

    What it raises is reported by :mod:`site`, as it would be without us.
    """
    from importlib.util import module_from_spec

    spec = PathFinder.find_spec(__name__)
    if spec is not None and spec.loader is not None:
        module = module_from_spec(spec)
        sys.modules[__name__] = module
        spec.loader.exec_module(module)


if __name__ == "sitecustomize":
    if _TARGET in sys.modules:  # a .pth file has imported it
        _exchange(sys.modules[_TARGET])  # type: ignore[no-untyped-call]
    else:
        sys.meta_path.insert(0, _Finder())
    _of_user = _text_beside("of-user")  # type: ignore[no-untyped-call]
    if _of_user == "seed":
        os.environ.pop("PYTHONHASHSEED", None)
    if _of_user is not None:
        sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry) != _HERE]  # noqa: PTH100
        _execute_hidden()  # type: ignore[no-untyped-call]
