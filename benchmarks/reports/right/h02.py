"""One status word per child is put on a queue and read after join: that always fits in the pipe."""

import multiprocessing as mp

CHECKS = {"disk": 91, "memory": 42, "load": 7}


def check(name, limit, verdicts):
    verdicts.put((name, "ok" if CHECKS[name] <= limit else "high"))


def main():
    verdicts = mp.Queue()
    children = [mp.Process(target=check, args=(name, 80, verdicts)) for name in CHECKS]
    for child in children:
        child.start()
    for child in children:
        child.join()
    for _ in children:
        print(*verdicts.get(timeout=5))


if __name__ == "__main__":
    main()
