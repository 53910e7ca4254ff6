"""Shells of a build farm end by an explicit word, not by the end of the pipe."""

import multiprocessing as mp

QUIT = "quit"


def shell(conn, name):
    while (command := conn.recv()) != QUIT:
        conn.send(f"{name}: {command} -> ok")


class Shell:
    def __init__(self, name):
        self.conn, theirs = mp.Pipe()
        self.process = mp.Process(target=shell, args=(theirs, name))
        self.process.start()

    def run(self, command):
        self.conn.send(command)
        return self.conn.recv()

    def close(self):
        self.conn.send(QUIT)
        self.process.join()
        self.conn.close()


def main():
    shells = [Shell(name) for name in ("alpha", "beta", "gamma")]
    try:
        for shell_, target in zip(shells, ("lib", "tools", "docs")):
            print(shell_.run(f"make {target}"))
    finally:
        for shell_ in shells:
            shell_.close()


if __name__ == "__main__":
    main()
