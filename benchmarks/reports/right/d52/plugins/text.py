from . import plugin


@plugin("text")
def render(record):
    return " ".join(f"{k}={v}" for k, v in sorted(record.items()))


@plugin("csv")
def render(record):  # noqa: F811
    return ",".join(str(record[k]) for k in sorted(record))
