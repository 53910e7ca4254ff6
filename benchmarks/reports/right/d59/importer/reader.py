"""Record classes made at run time which can be rebuilt elsewhere from title and header."""
import collections
import csv
import functools
import io


def _rebuild(title, fields, values):
    return record_type(title, fields)._make(values)


@functools.lru_cache(maxsize=None)
def record_type(title, fields):
    base = collections.namedtuple(title, fields)

    class Record(base):
        __slots__ = ()

        def __reduce__(self):
            return _rebuild, (title, fields, tuple(self))

    Record.__name__ = Record.__qualname__ = title
    return Record


def read_rows(title, text):
    reader = csv.reader(io.StringIO(text))
    fields = tuple(name.strip().lower().replace(" ", "_") for name in next(reader))
    cls = record_type(title, fields)
    return [cls(*row) for row in reader]
