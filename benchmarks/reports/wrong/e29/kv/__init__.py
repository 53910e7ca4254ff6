from kv.store import FileStore

__all__ = ["FileStore"]
