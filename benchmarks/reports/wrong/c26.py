# Look up stock levels on a line based inventory server, four workers at a time.
import socket
import socketserver
import threading
from multiprocessing import Pool

client = None


class InventoryHandler(socketserver.StreamRequestHandler):
    def handle(self):
        for raw in self.rfile:
            sku = raw.decode().strip()
            self.wfile.write(("%s=%d\n" % (sku, sum(map(ord, sku)))).encode())


class InventoryClient:
    def __init__(self, address):
        self.sock = socket.create_connection(address, timeout=3)
        self.stream = self.sock.makefile("rw", newline="\n")

    def level(self, sku):
        self.stream.write(sku + "\n")
        self.stream.flush()
        key, _, value = self.stream.readline().partition("=")
        return key, int(value)

    def close(self):
        self.stream.close()
        self.sock.close()


def lookup(sku):
    key, level = client.level(sku)
    return sku, key, level


def main():
    global client
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), InventoryHandler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = InventoryClient(server.server_address)
    skus = ["SKU-%04d" % n for n in range(400)]
    try:
        with Pool(4) as pool:
            rows = pool.map(lookup, skus, chunksize=10)
    finally:
        client.close()
        server.shutdown()
    wrong = [r for r in rows if r[0] != r[1]]
    print(len(rows), "levels,", len(wrong), "for another sku")


if __name__ == "__main__":
    main()
