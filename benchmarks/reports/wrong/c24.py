"""Audit trail: events are buffered per process and written out at exit."""
import atexit
import json
import multiprocessing as mp
import os
import tempfile


class AuditTrail:
    LIMIT = 100

    def __init__(self, folder):
        self.path = os.path.join(folder, "audit-%d.jsonl" % os.getpid())
        self.pending = []
        atexit.register(self.flush)

    def add(self, action, **details):
        self.pending.append(dict(details, action=action))
        if len(self.pending) >= self.LIMIT:
            self.flush()

    def flush(self):
        if not self.pending:
            return
        with open(self.path, "a") as fh:
            for entry in self.pending:
                fh.write(json.dumps(entry) + "\n")
        del self.pending[:]


def gateway(folder, orders):
    trail = AuditTrail(folder)
    while True:
        account, amount = orders.get()
        trail.add("transfer", account=account, amount=amount)
        orders.task_done()


def count_entries(folder):
    total = 0
    for name in os.listdir(folder):
        with open(os.path.join(folder, name)) as fh:
            total += sum(1 for _ in fh)
    return total


class Exchange:
    def __init__(self, folder, size=2):
        self.orders = mp.JoinableQueue()
        self.gateways = [
            mp.Process(target=gateway, args=(folder, self.orders)) for _ in range(size)
        ]

    def __enter__(self):
        for g in self.gateways:
            g.start()
        return self

    def submit(self, account, amount):
        self.orders.put((account, amount))

    def __exit__(self, *exc):
        self.orders.join()
        for g in self.gateways:
            g.terminate()
            g.join()


def main():
    with tempfile.TemporaryDirectory() as folder:
        with Exchange(folder) as exchange:
            for n in range(250):
                exchange.submit("A-%d" % (n % 3), n * 10)
        print("%d of 250 transfers in the audit trail" % count_entries(folder))


if __name__ == "__main__":
    main()
