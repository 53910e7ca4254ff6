"""Example actors: reader -> pricer -> ledger."""
from .core import Actor, handles


class Reader(Actor):
    def __init__(self, to):
        self.to = to
        self.lines = 0

    @handles("line")
    def line(self, text):
        self.lines += 1
        name, _, amount = text.partition("=")
        self.send(self.to, "item", (name.strip(), int(amount)))

    def finish(self):
        return self.lines


class Pricer(Actor):
    def __init__(self, prices, to):
        self.prices, self.to = prices, to

    @handles("item")
    def item(self, pair):
        name, amount = pair
        self.send(self.to, "sale", (name, amount * self.prices.get(name, 0)))


class Ledger(Actor):
    def __init__(self):
        self.totals = {}

    @handles("sale")
    def sale(self, pair):
        name, value = pair
        self.totals[name] = self.totals.get(name, 0) + value

    def finish(self):
        return self.totals


class AuditedLedger(Ledger):
    @handles("reset")
    def reset(self, _):
        self.totals.clear()
