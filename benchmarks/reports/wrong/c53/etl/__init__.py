from .loaders import CsvLoader, JsonLoader
from .sink import StatsdSink

__all__ = ["CsvLoader", "JsonLoader", "StatsdSink"]
