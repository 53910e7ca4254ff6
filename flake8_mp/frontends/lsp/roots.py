"""Workspace folders: each with what is set for it in the editor, and the configuration of the files in it.

Configuration files are looked at again before each use, by their time stamps and sizes, so that nothing depends on
whether a client notifies of changes.
"""

from __future__ import annotations

import os

from flake8_mp.configuration import Configuration, Configurations
from flake8_mp.frontends.lsp.client_settings import ClientSettings
from flake8_mp.settings import SettingsError

FILES = ("pyproject.toml", "setup.cfg", "tox.ini", ".flake8")
"""The files in which a configuration can be."""

Stamp = tuple[tuple[str, int, int], ...]


class Root:
    """One workspace folder, or with an empty path what lies outside of all of them."""

    def __init__(self, path: str, settings: ClientSettings) -> None:
        self.path = path
        self._known: dict[str, tuple[Stamp, Configuration]] = {}
        self.trouble = ""
        """What is wrong with a configuration, in one line; the last one that could be used stays in use."""
        self.settings = settings

    @property
    def settings(self) -> ClientSettings:
        """What is set in the editor."""
        return self._settings

    @settings.setter
    def settings(self, settings: ClientSettings) -> None:
        self._settings = settings
        self._known.clear()

    def configuration(self, folder: str) -> Configuration:
        """Return the configuration of the files in a folder.

        Raises nothing: what is wrong is in ``trouble``.
        """
        folder = folder or self.path
        known = self._known.get(folder)
        stamp = self._stamp(folder)
        if known is not None and known[0] == stamp:
            return known[1]
        try:
            found = self._read(folder)
            self.trouble = ""
        except (SettingsError, OSError, RecursionError) as error:
            self.trouble = str(error)
            found = known[1] if known is not None else self._without_files()
        self._known[folder] = stamp, found
        return found

    def _read(self, folder: str) -> Configuration:
        file = self._settings.configuration
        if file is not None:
            file = os.path.join(self.path, os.path.expanduser(file))
        return self._configurations(file, isolated=not folder).of(folder)

    def _without_files(self) -> Configuration:
        try:
            return self._configurations(None, isolated=True).of(self.path)
        except SettingsError:
            return Configurations({}, isolated=True).of(self.path)

    def _configurations(self, file: str | None, isolated: bool) -> Configurations:
        given, folder = self._settings.given, self.path or "."
        return Configurations(given, file=file, isolated=isolated, folder=folder, where="the editor's settings: ")

    def _stamp(self, folder: str) -> Stamp:
        found = []
        files = [self._settings.configuration] if self._settings.configuration else FILES
        while folder:
            for name in files:
                path = os.path.join(folder, name)
                try:
                    status = os.stat(path)
                except OSError:
                    continue
                found.append((path, status.st_mtime_ns, status.st_size))
            if folder == (folder := os.path.dirname(folder)):
                break
        return tuple(found)
