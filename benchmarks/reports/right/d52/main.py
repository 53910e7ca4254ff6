from functools import partial
from multiprocessing import Pool

import plugins

ENABLED = ("text", "web")


def render(task, names):
    fmt, record = task
    return plugins.load(names)[fmt](record)


def main():
    registry = plugins.load(ENABLED)
    tasks = [(fmt, {"id": n, "ok": True}) for fmt in sorted(registry) for n in range(2)]
    with Pool(2) as pool:
        lines = pool.map(partial(render, names=ENABLED), tasks)
    assert lines == [registry[fmt](record) for fmt, record in tasks]
    print(lines)


if __name__ == "__main__":
    main()
