class FrozenError(AttributeError):
    """Raised on assignment to a frozen object."""


class Attribute:
    """Immutable description of one column."""

    __slots__ = ("name", "kind", "nullable")

    def __init__(self, name, kind, nullable=True):
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "nullable", nullable)

    def __setattr__(self, key, value):
        raise FrozenError(f"cannot assign {key!r} of a frozen {type(self).__name__}")

    def __delattr__(self, key):
        raise FrozenError(f"cannot delete {key!r}")

    def __getstate__(self):
        return self.name, self.kind, self.nullable

    def __setstate__(self, state):
        for key, value in zip(Attribute.__slots__, state):
            object.__setattr__(self, key, value)

    def __str__(self):
        return f"{self.name}:{self.kind}{'?' if self.nullable else ''}"


class KeyAttribute(Attribute):
    __slots__ = ()

    def __init__(self, table):
        super().__init__(f"{table}_id", "int", nullable=False)
