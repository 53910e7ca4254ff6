"""The bot and its commands."""

from .component import Component


class Bot:
    """A bot dispatches messages to its components."""

    def __init__(self, name):
        self.name = name
        self._main = Component("main")
        self._components = [self._main]

    def command(self, name):
        return self._main.command(name)

    def process(self, message):
        name, *args = message.split()
        for component in self._components:
            handler = component.find(name.lstrip("/"))
            if handler is not None:
                return handler(args)
        return f"{self.name} does not know {name}"
