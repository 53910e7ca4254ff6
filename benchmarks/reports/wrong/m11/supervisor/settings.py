import os

DEFAULTS = {"OURO_MODEL": "small", "OURO_BUDGET": "10"}


def project(values):
    for key, value in values.items():
        os.environ[key] = value


def current(key):
    return os.environ.get(key, DEFAULTS[key])
