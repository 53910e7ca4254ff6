from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor

from types_.document import Document, Node, open_document
from types_.visitors import depth_of, rename, titles


def main() -> int:
    doc = open_document("manual", 4)
    with ProcessPoolExecutor(2) as executor:
        renamed = executor.submit(rename, doc, "guide").result()
        depths = list(executor.map(depth_of, doc.root.children))
        names = executor.submit(titles, renamed).result()
    assert isinstance(renamed, Document) and renamed.lock is not doc.lock
    assert depths == [3, 3] and len(names) == 15 and names[0] == "guide"
    assert renamed.root.children[0].parent is renamed.root
    assert isinstance(renamed.root, Node)
    print(names[:3])
    return 0


if __name__ == "__main__":
    sys.exit(main())
