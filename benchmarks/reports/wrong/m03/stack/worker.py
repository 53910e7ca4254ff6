import logging

from .benchmark import BenchmarkManager

logger = logging.getLogger(__name__)


class Worker:
    def __init__(self, cfg):
        self._cfg = cfg
        self._benchmarks = BenchmarkManager(cfg)
        self._status = "created"

    def start(self):
        self._status = "running"
        for model in self._cfg.models:
            self._benchmarks.measure(model)
        for model, total in self._benchmarks.report().items():
            print(self._cfg.name, model, total, flush=True)
        self._status = "stopped"
