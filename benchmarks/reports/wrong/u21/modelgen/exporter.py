"""Writes code of a model."""

from .derive import smart_derive


class ModelExporter:
    def __init__(self, model, procs=1, verbose=False, simplify=lambda expression: expression.strip()):
        self.model = model
        self.procs = procs
        self.verbose = verbose
        self.simplify = simplify

    def generate(self):
        names = list(self.model)
        derived = smart_derive([self.model[name] for name in names], 1, self.simplify, self.procs)
        for name, expression in zip(names, derived):
            if self.verbose:
                yield f"# {name} = {self.model[name]}"
            yield f"d{name}dx = {expression}"
