import csv
import io
import json

from .base import Loader


class CsvLoader(Loader):
    kind = "csv"

    def parse(self):
        for row in csv.DictReader(io.StringIO(self.text)):
            if any(row.values()):
                yield row


class JsonLoader(Loader):
    kind = "json"

    def parse(self):
        for line in self.text.splitlines():
            yield json.loads(line)
