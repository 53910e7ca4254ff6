import csv
import io
import json

from .base import Loader


class CsvLoader(Loader):
    kind = "csv"

    def setup(self):
        self.fh = io.StringIO(self.text)
        super().setup()

    def parse(self):
        yield from csv.DictReader(self.fh)


class JsonLoader(Loader):
    kind = "json"

    def parse(self):
        return (json.loads(line) for line in self.text.splitlines())
