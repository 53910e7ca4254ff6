from host.api import Plugin


class Reverse(Plugin):
    def handle(self, payload):
        return payload[::-1]


class Censor(Plugin):
    def __init__(self, words=()):
        self.words = frozenset(words)

    def handle(self, payload):
        return " ".join("*" * len(w) if w in self.words else w for w in payload.split())
