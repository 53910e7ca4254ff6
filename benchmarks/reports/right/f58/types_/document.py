from __future__ import annotations

import copyreg
import threading
import weakref
from typing import Any, Iterator, Optional


class Node:
    __slots__ = ("title", "children", "_parent", "__weakref__")

    def __init__(self, title: str, children: list["Node"]) -> None:
        self.title = title
        self.children = children
        self._parent: Optional[weakref.ref[Node]] = None
        for child in children:
            child._parent = weakref.ref(self)

    @property
    def parent(self) -> Optional["Node"]:
        return None if self._parent is None else self._parent()

    def __reduce__(self) -> tuple[Any, ...]:
        return Node, (self.title, self.children)

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()


class Document:
    def __init__(self, root: Node) -> None:
        self.root = root
        self.lock = threading.RLock()
        self.cursor = self.root.walk()

    def reset(self) -> None:
        with self.lock:
            self.cursor = self.root.walk()


def _reduce_document(doc: Document) -> tuple[Any, ...]:
    return Document, (doc.root,)


# runs in every process that can meet a Document at all
copyreg.pickle(Document, _reduce_document)


def open_document(title: str, levels: int) -> Document:
    def build(name: str, left: int) -> Node:
        children = [build(f"{name}.{i}", left - 1) for i in (1, 2)] if left > 1 else []
        return Node(name, children)

    return Document(build(title, levels))
