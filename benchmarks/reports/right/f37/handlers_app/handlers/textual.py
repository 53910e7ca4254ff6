from ..registry import handler

handler("text")(str)
