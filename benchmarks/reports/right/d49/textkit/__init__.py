from .metrics import readability
from .pool import shutdown

__all__ = ["readability", "shutdown"]
