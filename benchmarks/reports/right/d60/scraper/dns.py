import time

from .background import in_background

TABLE = {"a.example": "192.0.2.1", "b.example": "192.0.2.2"}


@in_background
def resolve(host):
    time.sleep(0.01)
    return TABLE.get(host)
