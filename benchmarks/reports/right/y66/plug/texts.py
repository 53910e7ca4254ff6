from .registry import register

register("shout")(str.upper)
