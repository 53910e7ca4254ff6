from engine.registry import register


@register("filters.invert")
def invert(data: list[int]) -> list[int]:
    return [-value for value in data]
