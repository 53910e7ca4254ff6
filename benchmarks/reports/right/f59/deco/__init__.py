from .parallel import parallel, retry

__all__ = ["parallel", "retry"]
