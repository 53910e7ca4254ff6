from concurrent.futures import ProcessPoolExecutor
from functools import partial


def strip(coefficients):
    values = list(coefficients)
    while values and not values[-1]:
        values.pop()
    return tuple(values)


def derive_one(coefficients, order, simplify=None):
    for _ in range(order):
        coefficients = tuple(n * c for n, c in enumerate(coefficients))[1:]
    return (simplify or strip)(coefficients)


def smart_derive(model, procs, show=lambda name, c: f"d{name} = {c}", key=lambda item: item[0]):
    """Lines of the derivatives; show and key are called in this process only."""
    names = [name for name, _ in sorted(model.items(), key=key)]
    derive = partial(derive_one, order=1, simplify=strip)
    if procs <= 1:
        derived = map(derive, (model[name] for name in names))
        return [show(name, c) for name, c in zip(names, derived)]
    with ProcessPoolExecutor(procs) as executor:
        return [show(name, c) for name, c in zip(names, executor.map(derive, (model[n] for n in names)))]
