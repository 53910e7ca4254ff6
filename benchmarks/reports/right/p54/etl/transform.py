"""Pure functions over rows, registered by a decorator in the order they apply."""
from typing import Callable

Row = dict
STEPS: list[Callable[[Row], Row]] = []


class Reject(Exception):
    """Raised for a row that must not be loaded; never leaves the worker."""


def step(function):
    STEPS.append(function)
    return function


@step
def types(row):
    try:
        return {**row, "id": int(row["id"]), "amount": int(row["amount"])}
    except ValueError as exc:
        raise Reject(str(exc)) from None


@step
def upper(row):
    return {**row, "region": row["region"].upper()}


@step
def cents(row):
    return {**row, "amount": row["amount"] * 100}


def apply(batch):
    rows, rejected = [], 0
    for row in batch:
        try:
            for function in STEPS:
                row = function(row)
        except Reject:
            rejected += 1
        else:
            rows.append((row["id"], row["region"], row["amount"]))
    return rows, rejected
