__all__ = ["normalise"]


def normalise(row):
    return {key: value.strip().lower() for key, value in row.items()}
