"""A key-value store behind a Listener."""

from multiprocessing.connection import Listener


def serve(ready, authkey):
    values = {}
    with Listener(("127.0.0.1", 0), authkey=authkey) as listener:
        ready.send(listener.address)
        ready.close()
        with listener.accept() as connection:
            while True:
                command, *arguments = connection.recv()
                if command == "stop":
                    connection.send(None)
                    return
                if command == "put":
                    values.__setitem__(*arguments)
                    connection.send(None)
                else:
                    connection.send(values.get(*arguments))
