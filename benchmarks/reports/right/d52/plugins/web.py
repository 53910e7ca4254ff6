import json

from . import plugin

plugin("json")(lambda record: json.dumps(record, sort_keys=True))
