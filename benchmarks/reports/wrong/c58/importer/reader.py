"""Typed rows: a record class is made from the header of each file."""
import collections
import csv
import io


def record_type(title, header):
    fields = [name.strip().lower().replace(" ", "_") for name in header]
    return collections.namedtuple(title, fields)


def read_rows(title, text):
    reader = csv.reader(io.StringIO(text))
    cls = record_type(title, next(reader))
    return [cls(*row) for row in reader]
