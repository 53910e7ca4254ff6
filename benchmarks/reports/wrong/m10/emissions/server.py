import multiprocessing
import socket
import selectors


def _serve(conn):
    listener = socket.create_server(("127.0.0.1", 0))
    conn.send(listener.getsockname()[1])
    conn.close()
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ)
    pending = {}
    while True:
        for key, _ in selector.select():
            if key.fileobj is listener:
                client, _ = listener.accept()
                selector.register(client, selectors.EVENT_READ)
                pending[client] = b""
                continue
            data = key.fileobj.recv(65536)
            if not data:
                selector.unregister(key.fileobj)
                key.fileobj.close()
                continue
            *lines, rest = (pending[key.fileobj] + data).split(b"\n")
            pending[key.fileobj] = rest
            for line in lines:
                key.fileobj.sendall(b"STORED " + line.split()[1] + b"\n")


class ServerProcess:
    def start(self):
        receiver, sender = multiprocessing.Pipe(False)
        self._process = multiprocessing.Process(target=_serve, args=(sender,), daemon=True)
        self._process.start()
        sender.close()
        port = receiver.recv()
        receiver.close()
        return port

    def stop(self):
        self._process.terminate()
        self._process.join()
