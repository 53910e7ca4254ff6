"""SharedMemoryManager owns every block; workers see ShareableLists by pickling."""
import multiprocessing as mp
from multiprocessing.managers import SharedMemoryManager
from multiprocessing.shared_memory import ShareableList

CTX = mp.get_context("spawn")


def normalise(values, start, stop, top):
    try:
        for i in range(start, stop):
            values[i] = values[i] / top
    finally:
        values.shm.close()


def spans(length, parts):
    step, extra = divmod(length, parts)
    begin = 0
    for k in range(parts):
        end = begin + step + (k < extra)
        yield begin, end
        begin = end


class Column:
    def __init__(self, values: ShareableList):
        self.values = values

    def in_parallel(self, function, parts, *args):
        crew = []
        for begin, end in spans(len(self.values), parts):
            p = CTX.Process(target=function, args=(self.values, begin, end, *args))
            crew.append(p)
            p.start()
        for p in crew:
            p.join()
        codes = {p.exitcode for p in crew}
        if codes != {0}:
            raise RuntimeError(codes)

    def close(self):
        self.values.shm.close()


def main():
    numbers = [float(n) for n in range(1, 12)]
    with SharedMemoryManager(ctx=CTX) as manager:
        column = Column(manager.ShareableList(numbers))
        try:
            column.in_parallel(normalise, 3, max(numbers))
            result = list(column.values)
        finally:
            column.close()
    assert result == [n / 11.0 for n in numbers]
    print(result[-1])


if __name__ == "__main__":
    main()
