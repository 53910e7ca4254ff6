import logging

from .attributes import Attribute, KeyAttribute

log = logging.getLogger("schema.infer")


def infer_key(table):
    log.debug("key of %s", table)
    return KeyAttribute(table)


def infer_label(table):
    return Attribute(f"{table}_label", "str")
