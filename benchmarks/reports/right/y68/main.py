import multiprocessing
import sys

from keyval.client import Store
from keyval.server import serve


def main():
    receiver, sender = multiprocessing.Pipe(duplex=False)
    server = multiprocessing.Process(target=serve, args=(sender, b"secret"))
    server.start()
    sender.close()
    address = receiver.recv()
    with Store(address, b"secret") as store:
        store.put("a", 1)
        store.put("b", [2, 3])
        print(store.get("a"), store.get("b"), store.get("c"))
        store.stop()
    server.join()
    return server.exitcode


if __name__ == "__main__":
    sys.exit(main())
