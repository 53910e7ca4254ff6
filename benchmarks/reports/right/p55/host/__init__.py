from .manager import Host, PluginError

__all__ = ["Host", "PluginError"]
