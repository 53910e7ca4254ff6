import socket
import sys
import time

from web import create_app
from web.server import PreforkServer


def get(address, path):
    with socket.create_connection(address, timeout=5) as sock, sock.makefile("rw") as stream:
        stream.write(path + "\n")
        stream.flush()
        return stream.readline().strip()


def main():
    app = create_app()
    time.sleep(0.02)
    server = PreforkServer(app)
    server.start()
    seen = []
    for _ in range(4):
        time.sleep(0.2)
        seen.append(get(server.address, "/version"))
    server.stop()
    print("versions served:", seen, "master:", app.cache.version)
    return 0 if len(set(seen)) > 1 else 1


if __name__ == "__main__":
    sys.exit(main())
