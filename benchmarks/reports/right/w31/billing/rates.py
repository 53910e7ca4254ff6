def fetch_rate(currency: str) -> float:
    raise ConnectionError(currency)


def convert(currency: str, amount: float) -> float:
    return round(amount * fetch_rate(currency), 2)
