class MonitorError(Exception):
    """Base class of all errors of this package."""


class NoSuchService(MonitorError):
    """The process behind a service is gone."""

    def __init__(self, pid, name=None, msg=None):
        self.pid = pid
        self.name = name
        self.msg = msg if msg is not None else f"process no longer exists (pid={pid})"
        MonitorError.__init__(self, self.msg)


class AccessRefused(MonitorError):
    """Not enough rights to look at a process."""

    def __init__(self, pid, owner):
        MonitorError.__init__(self)
        self.pid = pid
        self.owner = owner

    def __str__(self):
        return f"process {self.pid} belongs to {self.owner}"
