from functools import partial

from mill.ports import Inline
from mill.pools import Processes
from mill.service import Mill


def main():
    seen = []
    local = Mill(Inline, on_done=seen.append)
    wide = Mill(partial(Processes, 2), on_done=lambda r: seen.append(r))
    a = local.grind([1, 2, 3])
    b = wide.grind([1, 2, 3])
    assert a == b == [1.0, 0.5, 1 / 3] and seen == a + b
    print(seen)


if __name__ == "__main__":
    main()
