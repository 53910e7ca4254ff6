"""Which configuration holds for a folder: of the command line, and of the files around it."""

from __future__ import annotations

import os
from collections.abc import Mapping

from flake8_mp.configuration.choices import TABLE, Configuration
from flake8_mp.configuration.flake8_files import flake8_section, section_of
from flake8_mp.configuration.keys import Layer, layer_of
from flake8_mp.configuration.merging import merge
from flake8_mp.configuration.pyproject import in_pyproject, read_pyproject
from flake8_mp.settings import SettingsError


def read_configuration(given: Mapping[str, object], folder: str | None = None) -> Configuration:
    """Bring together what flake8 and pyproject.toml say, for the plugin.

    ``given`` is what flake8's command line or configuration says, by key (``start-methods``, ``enable``,
    ``target-version``), with None where it says nothing. ``folder`` is where the search for a pyproject.toml
    starts; None reads no such file. A key that stands in both is taken from ``given``.

    Raises :class:`SettingsError`: one line that names the option, or the file and the key. A pyproject.toml that cannot
    be read is passed over: it may be anybody's, in a folder far above, and must not end the run of flake8.
    """
    layers = [layer_of({key: value for key, value in given.items() if value is not None}, "flake8 option mp-", ".")]
    if folder is not None:
        layers += _nearest(folder)
    return merge(layers)


class Configurations:
    """The configuration of each folder, found once.

    ``given`` is what the options of the command line say, by key, and ``overrides`` what ``--config`` sets, which
    counts less. ``file`` is the only file that is read, where it is named; ``isolated`` reads none. ``folder`` is what
    patterns in ``given`` are relative to, and ``where`` begins each complaint about it. Raises :class:`SettingsError`
    for a value, or for the file, that cannot be used.
    """

    def __init__(
        self,
        given: Mapping[str, object],
        *,
        file: str | None = None,
        isolated: bool = False,
        overrides: Mapping[str, object] | None = None,
        folder: str = ".",
        where: str = "--",
    ) -> None:
        stated = {key: value for key, value in given.items() if value is not None}
        self._given = [
            layer_of(stated, where, folder, shown="command line"),
            layer_of(overrides or {}, "--config: ", ".", shown="command line"),
        ]
        self._only = list(self._given) if file is not None or isolated else None
        if file is not None and self._only is not None:
            self._only.append(_read_named(file))
        self._found: dict[str, _Around] = {}
        self._merged: dict[tuple[int, ...], Configuration] = {}
        self._alone: Configuration | None = None

    @property
    def files(self) -> list[str]:
        """The configuration files that were used so far."""
        layers = [layer for found in self._found.values() for each in found if each is not None for layer in each[1:]]
        return sorted({origin.partition(": ")[0] for layer in layers for origin in layer.origins.values()})

    def of(self, folder: str) -> Configuration:
        """Return the configuration of the files in a folder, given by its absolute path.

        Raises :class:`SettingsError` for a configuration file that cannot be used.
        """
        if self._only is not None:
            if self._alone is None:
                self._alone = merge(self._only)
            return self._alone
        *stated, required = self._around(folder)
        found = [each for each in stated if each is not None]
        # The nearer one first; of two in one folder [flake8], which is what flake8 itself goes by.
        layers = [layer for _, layer in sorted(found, key=lambda each: -len(each[0]))]
        layers += [] if required is None else [required[1]]
        key = tuple(map(id, layers))
        if key not in self._merged:
            self._merged[key] = merge([*self._given, *layers])
        return self._merged[key]

    def _around(self, folder: str) -> _Around:
        """Return the nearest ``[flake8]`` section, table and ``requires-python``, each with its folder."""
        # Folders that are still to be looked at are kept in a list and not on Python's stack: people nest deeply.
        waiting: list[tuple[str, tuple[Layer | None, ...]]] = []
        further: _Around = (None, None, None)
        at = folder
        while at not in self._found:
            here: tuple[Layer | None, ...] = (flake8_section(at), *in_pyproject(at))
            waiting.append((at, here))
            above = os.path.dirname(at)
            if above == at or None not in here:
                break
            at = above
        else:
            further = self._found[at]
        while waiting:
            at, here = waiting.pop()
            further = tuple((at, layer) if layer is not None else far for layer, far in zip(here, further, strict=True))
            self._found[at] = further
        return further


_Around = tuple[tuple[str, Layer] | None, ...]
"""What was found around a folder, each with the folder in which it lies."""


def _nearest(folder: str) -> list[Layer]:
    """Return the nearest table and the nearest ``requires-python``, each file read once."""
    table: Layer | None = None
    required: Layer | None = None
    above = os.path.abspath(folder)
    while table is None or required is None:
        try:
            here = in_pyproject(above, lenient=True)
        except SettingsError:
            if table is None:
                raise
            here = None, None  # what is wrong with a table counts where the table is asked for
        table, required = table or here[0], required or here[1]
        if above == (above := os.path.dirname(above)):
            break
    return [layer for layer in (table, required) if layer is not None]


def _read_named(file: str) -> Layer:
    """Read the one file that the command line names."""
    path = os.path.abspath(file)
    if path.endswith(".toml"):
        layer, required = read_pyproject(path, must=True)
        if layer is not None and required is not None:
            layer = Layer({**required.values, **layer.values}, {**required.origins, **layer.origins})
    else:
        layer = section_of(path, must=True)
    if layer is None:
        part = f"table [tool.{TABLE}]" if path.endswith(".toml") else "section [flake8]"
        raise SettingsError(f"{file}: there is no {part} in it")
    return layer
