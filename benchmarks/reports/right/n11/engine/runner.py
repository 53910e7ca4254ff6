import multiprocessing

from .plugins import load_general_plugins
from .registry import ModelRegistry


def _engine_main(arch, plugins, conn):
    load_general_plugins(plugins)
    model = ModelRegistry.resolve(arch)()
    while True:
        prompt = conn.recv()
        if prompt is None:
            break
        conn.send(model.forward(prompt))
    conn.close()


class EngineClient:
    def __init__(self, arch, plugins):
        self._conn, child = multiprocessing.Pipe()
        self._proc = multiprocessing.Process(target=_engine_main, args=(arch, plugins, child), name="EngineCore")
        self._proc.start()
        child.close()

    def generate(self, prompt):
        self._conn.send(prompt)
        return self._conn.recv()

    def __enter__(self):
        return self

    def __exit__(self, kind, exc, tb):
        if self._proc.is_alive() and kind is None:
            self._conn.send(None)
        self._proc.join()
        self._conn.close()
