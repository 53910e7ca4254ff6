"""A pool of shells for the build farm; closing a shell's pipe tells it to end."""

import multiprocessing as mp
import time


def shell(conn, name):
    done = 0
    while True:
        try:
            command = conn.recv()
        except EOFError:
            break
        time.sleep(0.01)
        done += 1
        conn.send(f"{name}: {command} -> ok")
    print(f"{name} did {done} commands", flush=True)


class Shell:
    def __init__(self, name, context):
        self.conn, theirs = context.Pipe()
        self.process = context.Process(target=shell, args=(theirs, name))
        self.process.start()
        theirs.close()

    def run(self, command):
        self.conn.send(command)
        return self.conn.recv()

    def close(self):
        self.conn.close()
        self.process.join()


class Farm:
    def __init__(self, names):
        context = mp.get_context("fork")
        self.shells = [Shell(name, context) for name in names]

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        for shell in self.shells:
            shell.close()

    def build(self, targets):
        for index, target in enumerate(targets):
            yield self.shells[index % len(self.shells)].run(f"make {target}")


def main():
    with Farm(["alpha", "beta", "gamma"]) as farm:
        for line in farm.build(["lib", "tools", "docs", "tests"]):
            print(line, flush=True)
    print("farm closed")


if __name__ == "__main__":
    main()
