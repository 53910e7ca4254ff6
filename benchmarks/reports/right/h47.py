"""Daemonise by two forks; the middle and the outer process leave with os._exit after what they have is flushed."""

import os
import sys
import time


def daemonise(work, path):
    sys.stdout.flush()
    if (pid := os.fork()) > 0:
        os.waitpid(pid, 0)
        return
    os.setsid()
    if os.fork() > 0:
        os._exit(0)
    work(path)
    os._exit(0)


def work(path):
    with open(path + ".part", "w") as file:
        file.write("done by the daemon")
    os.rename(path + ".part", path)


def main():
    path = f"daemon-{os.getpid()}.txt"
    print("starting")
    daemonise(work, path)
    for _ in range(100):
        if os.path.exists(path):
            break
        time.sleep(0.05)
    with open(path) as file:
        print(file.read())
    os.remove(path)


if __name__ == "__main__":
    main()
