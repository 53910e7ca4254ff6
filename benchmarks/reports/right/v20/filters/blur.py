from engine.registry import register


@register("filters.blur")
def blur(data: list[int]) -> list[int]:
    mean = sum(data) // len(data)
    return [mean] * len(data)
