from multiprocessing.connection import Client


class Store:
    def __init__(self, address, authkey):
        self._connection = Client(address, authkey=authkey)

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self._connection.close()

    def _ask(self, *message):
        self._connection.send(message)
        return self._connection.recv()

    def put(self, key, value):
        self._ask("put", key, value)

    def get(self, key):
        return self._ask("get", key)

    def stop(self):
        self._ask("stop")
