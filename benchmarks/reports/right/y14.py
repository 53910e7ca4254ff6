"""Extract nested archives; a task counts as done whatever happens to it."""

import json
import multiprocessing as mp
import sys

SAMPLE = {"a.txt": "text", "inner": {"b.txt": "more", "deep": {"c.txt": "end"}}, "bad": 13}


class ExtractError(Exception):
    pass


def handle(task, submit):
    path, content = task
    files = []
    for name, entry in json.loads(content).items():
        if isinstance(entry, dict):
            submit((f"{path}/{name}", json.dumps(entry)))
        elif isinstance(entry, str):
            files.append(f"{path}/{name}")
        else:
            raise ExtractError(f"{path}/{name}: unknown format")
    return files


def worker(tasks, output):
    while True:
        task = tasks.get()
        try:
            if task is None:
                output.put(None)
                return
            output.put(("files", handle(task, tasks.put)))
        except ExtractError as exc:
            output.put(("error", [str(exc)]))
        finally:
            tasks.task_done()


class ExtractPool:
    def __init__(self, number):
        self.tasks = mp.JoinableQueue()
        self.output = mp.Queue()
        self.procs = [mp.Process(target=worker, args=(self.tasks, self.output)) for _ in range(number)]

    def run(self, task):
        for proc in self.procs:
            proc.start()
        self.tasks.put(task)
        self.tasks.join()
        found = []
        for _ in self.procs:
            self.tasks.put(None)
        for _ in self.procs:
            found.extend(iter(self.output.get, None))
        for proc in self.procs:
            proc.join()
        return sorted(found)


def main():
    found = ExtractPool(2).run(("root", json.dumps({"one": {"x.txt": "y"}, "two": SAMPLE})))
    for kind, names in found:
        print(kind, names)
    return 0


if __name__ == "__main__":
    sys.exit(main())
