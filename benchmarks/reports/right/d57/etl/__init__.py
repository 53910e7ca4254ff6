from .loaders import CsvLoader, JsonLoader

__all__ = ["CsvLoader", "JsonLoader"]
