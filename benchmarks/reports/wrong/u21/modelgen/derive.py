"""Derivatives, maybe in parallel."""

from concurrent.futures import ProcessPoolExecutor
from functools import partial


def derive_one(expression, order, simplify):
    for _ in range(order):
        expression = expression.derivative()
    return simplify(expression)


def smart_derive(expressions, order, simplify, procs):
    """Derive each expression; serially where one process is enough."""
    derive = partial(derive_one, order=order, simplify=simplify)
    if procs <= 1:
        return list(map(derive, expressions))
    with ProcessPoolExecutor(procs) as executor:
        return list(executor.map(derive, expressions))
