"""Runtime settings; snapshot() and restore() carry them to worker processes."""
CURRENCY = "USD"
DIGITS = 2
PROCESSES = 2
RATES = {"USD": 1.0, "EUR": 0.92, "GBP": 0.79}


def override(**values):
    for key, value in values.items():
        if value is not None:
            globals()[key.upper()] = value


def snapshot():
    return {k: v for k, v in globals().items() if k.isupper()}


def restore(values):
    globals().update(values)
