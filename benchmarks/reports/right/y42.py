"""Send invoices by mail in a pool; every failure is known at the end."""

import dataclasses
import logging
import sys
from multiprocessing import get_context

log = logging.getLogger("mailer")


@dataclasses.dataclass
class Delivery:
    sent: list = dataclasses.field(default_factory=list)
    failures: list = dataclasses.field(default_factory=list)

    def ok(self, address):
        self.sent.append(address)

    def failed(self, exc):
        log.debug("delivery failed", exc_info=exc)
        self.failures.append(str(exc))


class BadAddress(ValueError):
    pass


def send(address, *, text):
    if "@" not in address:
        raise BadAddress(address)
    return address if text else None


def deliver(addresses, text, method=None):
    delivery = Delivery()
    pool = get_context(method).Pool(processes=2)
    try:
        for address in addresses:
            pool.apply_async(send, (address,), {"text": text}, delivery.ok, delivery.failed)
        pool.close()
    except BaseException:
        pool.terminate()
        raise
    finally:
        pool.join()
    return delivery


def main():
    logging.basicConfig(level=logging.INFO)
    delivery = deliver(["ann@example.org", "bob", "eve@example.org"], "hello")
    print(sorted(delivery.sent), delivery.failures)
    return 1 if len(delivery.failures) != 1 else 0


if __name__ == "__main__":
    sys.exit(main())
