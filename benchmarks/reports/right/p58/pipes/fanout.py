"""fan_out(): one function over many items in short-lived processes."""
import multiprocessing as mp
from multiprocessing.connection import wait


class ChildFailed(RuntimeError):
    def __init__(self, index, exitcode):
        super().__init__(index, exitcode)
        self.index, self.exitcode = index, exitcode


def _child(conn, function, item):
    with conn:
        conn.send(function(item))


def fan_out(function, items, *, limit=3, context=None):
    """Yield (index, result) as they come; at most *limit* processes at a time."""
    ctx = context or mp.get_context()
    numbered = enumerate(items)
    open_ends = {}
    exhausted = False
    try:
        while True:
            while not exhausted and len(open_ends) < limit:
                try:
                    index, item = next(numbered)
                except StopIteration:
                    exhausted = True
                    break
                reader, writer = ctx.Pipe(duplex=False)
                process = ctx.Process(target=_child, args=(writer, function, item))
                process.start()
                writer.close()
                open_ends[reader] = index, process
            if not open_ends:
                return
            for reader in wait(list(open_ends)):
                index, process = open_ends[reader]
                try:
                    result = reader.recv()
                except EOFError:
                    process.join()
                    raise ChildFailed(index, process.exitcode) from None
                process.join()
                del open_ends[reader]
                reader.close()
                yield index, result
    finally:
        for reader, (_, process) in open_ends.items():
            reader.close()
            process.terminate()
            process.join()
