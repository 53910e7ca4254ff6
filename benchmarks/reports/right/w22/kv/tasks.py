from .client import get_client


def lookup(address: tuple, key: str) -> str:
    return get_client(address).get(key)
