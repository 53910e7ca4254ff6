"""A fuzzy key of a facility."""

import re

from .facilities import FACILITIES


def fuzzy_key(name):
    address = FACILITIES[name].lower()
    return tuple(sorted(re.findall(r"[a-z]+", f"{name.lower()} {address}")))
