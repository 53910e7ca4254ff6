"""Components: groups of commands."""

import functools


class Component:
    def __init__(self, name):
        self.name = name
        self._commands = {}

    def command(self, name):
        def decorator(func):
            @functools.wraps(func)
            def guarded(args):
                try:
                    return func(args)
                except ValueError as exc:
                    return f"{name}: {exc}"

            self._commands[name] = guarded
            return func

        return decorator

    def find(self, name):
        return self._commands.get(name)
