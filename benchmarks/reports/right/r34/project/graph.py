from dataclasses import dataclass


@dataclass(frozen=True)
class Node:
    name: str
    kind: str
    sql: str


def load_graph(count):
    kinds = ("model", "seed", "source")
    return [
        Node(f"node_{number}", kinds[number % 3] if number != 5 else "snapshot", f"select {number}")
        for number in range(count)
    ]
