import sys

from proxyd.acceptor import Acceptor
from proxyd.config import Config


def main() -> int:
    config = Config(workers=2, requests=6)
    acceptors = [Acceptor(config, rank) for rank in range(config.workers)]
    for acceptor in acceptors:
        acceptor.start()
    for acceptor in acceptors:
        acceptor.join()
    events = [acceptor.events.drain() for acceptor in acceptors]
    print(sum(map(len, events)), "events from", len(acceptors), "acceptors")
    return max(acceptor.exitcode for acceptor in acceptors)


if __name__ == "__main__":
    sys.exit(main())
