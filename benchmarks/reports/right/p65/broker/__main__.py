import multiprocessing as mp
import os
import secrets
import sys
import tempfile

from .client import BrokerError, Client
from .demo import drain, publisher
from .server import BrokerProcess


def main():
    with tempfile.TemporaryDirectory() as folder:
        with BrokerProcess(os.path.join(folder, "s"), secrets.token_bytes(16)) as broker:
            with Client(broker.address, broker.authkey) as client:
                crew = [mp.Process(target=publisher, args=(client, t, 9)) for t in ("red", "blue", "red")]
                for process in crew:
                    process.start()
                for process in crew:
                    process.join()
                assert client.stats() == {"red": 18, "blue": 9}
                red = drain(client, "red")
                try:
                    client.raw("gibberish")
                except BrokerError as exc:
                    refusal = str(exc)
                client.shutdown()
    assert len(red) == 18 and len({pid for pid, _ in red}) == 2
    assert refusal == "cannot handle str"
    print("red", len(red))
    return 0


if __name__ == "__main__":
    sys.exit(main())
