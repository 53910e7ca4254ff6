from dataclasses import dataclass, field


@dataclass
class Image:
    width: int
    height: int
    mode: str = "RGB"

    def patches(self, size=16):
        return (self.width // size) * (self.height // size)


@dataclass
class MediaWithBytes:
    """A decoded medium together with the bytes it came from."""

    media: Image
    original: bytes = field(repr=False, default=b"")

    def __getattr__(self, name):
        if name.startswith("__") or name == "media":
            raise AttributeError(name)
        return getattr(self.media, name)
