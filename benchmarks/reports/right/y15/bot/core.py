import functools


class Bot:
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
            return guarded

        return decorator

    def process(self, message):
        name, *args = message.split()
        handler = self._commands.get(name.lstrip("/"), lambda args: f"{self.name} does not know {name}")
        return handler(args)
