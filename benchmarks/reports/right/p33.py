"""A job board served by a manager process; clients connect by address and key."""
import multiprocessing as mp
import os
import queue
import tempfile
from multiprocessing.managers import BaseManager

KEY = b"board"
_todo: queue.Queue = queue.Queue()
_done: queue.Queue = queue.Queue()


def get_todo():
    return _todo


def get_done():
    return _done


class Server(BaseManager):
    """Has the queues."""


class Client(BaseManager):
    """Knows only their names."""


Server.register("todo", callable=get_todo)
Server.register("done", callable=get_done)
for _name in ("todo", "done"):
    Client.register(_name)


def work(address):
    board = Client(address, KEY)
    board.connect()
    todo, done = board.todo(), board.done()
    while True:
        n = todo.get()
        if n < 0:
            return
        done.put((n, n**3))


def main():
    with tempfile.TemporaryDirectory() as folder:
        address = os.path.join(folder, "board.sock")
        with Server(address, KEY) as server:
            todo, done = server.todo(), server.done()
            crew = [mp.Process(target=work, args=(address,)) for _ in range(2)]
            for p in crew:
                p.start()
            for n in range(12):
                todo.put(n)
            for _ in crew:
                todo.put(-1)
            for p in crew:
                p.join()
            # the server holds the results, so they are safe after the join
            cubes = dict(done.get(timeout=5) for _ in range(12))
    assert cubes == {n: n**3 for n in range(12)}
    print("cubes", sum(cubes.values()))


if __name__ == "__main__":
    main()
