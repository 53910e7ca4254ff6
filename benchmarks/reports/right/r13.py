"""Render plots into a private cache directory; thumbnails are made by helper children."""
import atexit
import logging
import os
import shutil
import tempfile

log = logging.getLogger("plots")


class CacheDir:
    def __init__(self, prefix="plotcache-"):
        self.path = tempfile.mkdtemp(prefix=prefix)
        atexit.register(shutil.rmtree, self.path, ignore_errors=True)

    def file(self, name):
        return os.path.join(self.path, name)


class Figure:
    def __init__(self, name, values):
        self.name = name
        self.values = values

    def render(self):
        top = max(self.values)
        return "\n".join("#" * round(20 * value / top) for value in self.values)


class Renderer:
    def __init__(self, cache):
        self.cache = cache
        self.children = {}

    def draw(self, figure):
        with open(self.cache.file(figure.name + ".txt"), "w") as out:
            out.write(figure.render())

    def thumbnail(self, figure):
        pid = os.fork()
        if pid:
            self.children[pid] = figure.name
            return
        lines = figure.render().splitlines()[::2]
        with open(self.cache.file(figure.name + ".thumb"), "w") as out:
            out.write("\n".join(line[::2] for line in lines))
        os._exit(0)

    def wait(self):
        failed = []
        for pid, name in self.children.items():
            _, status = os.waitpid(pid, 0)
            if os.waitstatus_to_exitcode(status):
                failed.append(name)
        self.children.clear()
        return failed

    def publish(self, names):
        pages = {}
        for name in names:
            with open(self.cache.file(name + ".thumb")) as thumb, open(self.cache.file(name + ".txt")) as full:
                pages[name] = len(thumb.read()), len(full.read())
        return pages


def main():
    logging.basicConfig(level=logging.INFO)
    renderer = Renderer(CacheDir())
    figures = [Figure("load", [3, 5, 8, 2]), Figure("latency", [9, 1, 4, 4])]
    for figure in figures:
        renderer.draw(figure)
        renderer.thumbnail(figure)
    failed = renderer.wait()
    if failed:
        log.error("no thumbnails for %s", failed)
    print(renderer.publish(figure.name for figure in figures))


if __name__ == "__main__":
    main()
