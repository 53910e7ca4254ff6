from .registry import register


@register("double")
def double(text):
    return int(text) * 2
