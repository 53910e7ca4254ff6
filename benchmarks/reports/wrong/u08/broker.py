"""Brokers by the scheme of their address."""


class MemoryBroker:
    def __init__(self, address):
        self.address = address
        self.tasks = ["mail", "report", "backup"]

    def dequeue(self):
        return self.tasks.pop(0) if self.tasks else None


BROKERS = {"memory": MemoryBroker}


def get_broker(address):
    scheme = address.partition("://")[0]
    try:
        return BROKERS[scheme](address)
    except KeyError:
        raise LookupError(f"no broker for {address!r}") from None
