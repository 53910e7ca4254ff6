"""Prices. CATALOG is filled by main; workers get a copy by seed()."""
CATALOG = {}


def seed(catalog):
    CATALOG.update(catalog)


def price(item):
    return CATALOG[item]
