"""Errors of the virtual file system."""


class FSError(Exception):
    default_message = "unspecified error"

    def __init__(self, msg=None):
        self._msg = msg or self.default_message
        super().__init__()

    def __str__(self):
        return self._msg.format(**self.__dict__)


class ResourceError(FSError):
    default_message = "failed on path {path}"

    def __init__(self, path, exc=None, msg=None):
        self.path = path
        self.exc = exc
        super().__init__(msg=msg)

    def __reduce__(self):
        return type(self), (self.path, self.exc, self._msg)


class ResourceNotFound(ResourceError):
    default_message = "resource '{path}' not found"


class DirectoryExpected(ResourceError):
    default_message = "path '{path}' should be a directory"
