from ..registry import handler


@handler("square")
def square(value: int) -> int:
    return value * value


@handler("negate")
def negate(value: int) -> int:
    return -value
