"""Recursive directory sizing with JoinableQueue: every get is matched by a task_done."""
import multiprocessing as mp
import os
import tempfile
from pathlib import Path


def visit(todo, total):
    while True:
        folder = todo.get()
        try:
            if folder is None:
                return
            size = 0
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        todo.put(entry.path)
                    else:
                        size += entry.stat(follow_symlinks=False).st_size
            with total.get_lock():
                total.value += size
        except PermissionError:
            continue
        finally:
            todo.task_done()


def disk_usage(root, workers=2):
    todo = mp.JoinableQueue()
    total = mp.Value("q", 0)
    crew = [mp.Process(target=visit, args=(todo, total)) for _ in range(workers)]
    for p in crew:
        p.start()
    todo.put(os.fspath(root))
    todo.join()
    for _ in crew:
        todo.put(None)
    todo.join()
    for p in crew:
        p.join()
    todo.close()
    return total.value


def plant(root, depth):
    (root / "file").write_bytes(b"x" * (depth + 1))
    if depth:
        for side in ("left", "right"):
            branch = root / side
            branch.mkdir()
            plant(branch, depth - 1)


def main():
    with tempfile.TemporaryDirectory() as tmp:
        root = Path(tmp)
        plant(root, 4)
        used = disk_usage(root)
        assert used == sum(p.stat().st_size for p in root.rglob("file"))
    print("bytes", used)


if __name__ == "__main__":
    main()
