"""Read the text of configuration files."""

from __future__ import annotations

from flake8_mp.configuration.choices import TABLE
from flake8_mp.reading import LARGEST_CONFIGURATION, NotRegularError, read_regular
from flake8_mp.settings import SettingsError


def text_of(path: str, must: bool = False) -> str | None:
    """Return the text of a file; None for one that is not there.

    Raises :class:`SettingsError` for one that cannot be read, and with ``must`` also for one that is not there.
    """
    try:
        return read_regular(path, LARGEST_CONFIGURATION).decode("utf-8-sig")
    except OSError as error:
        if must or not isinstance(error, (FileNotFoundError, NotADirectoryError, NotRegularError)):
            raise SettingsError(f"{path}: it cannot be read: {error.strerror}") from None
        return None  # a folder or a pipe with the name of a configuration file is none
    except UnicodeDecodeError as error:
        raise NotTextError(f"{path}: it cannot be read: {error}", TABLE.encode() in error.object) from None


class NotTextError(SettingsError):
    """A file is not text; ``mentions_plugin`` says whether our table stands in it all the same."""

    def __init__(self, words: str, mentions_plugin: bool) -> None:
        super().__init__(words)
        self.mentions_plugin = mentions_plugin
