from __future__ import annotations

from .document import Document, Node


def depth_of(node: Node) -> int:
    return 1 + max((depth_of(c) for c in node.children), default=0)


def rename(doc: Document, title: str) -> Document:
    with doc.lock:
        doc.root.title = title
        next(doc.cursor)
    return doc


def titles(doc: Document) -> list[str]:
    return [node.title for node in doc.root.walk()]
