import time


def query(seconds: float) -> str:
    time.sleep(seconds)
    return f"rows: {int(seconds * 1000)}"
