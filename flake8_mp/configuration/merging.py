"""Bring together what several places say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from flake8_mp.configuration.choices import DEFAULTS, Choices, Configuration
from flake8_mp.configuration.keys import NEWEST, Layer
from flake8_mp.pythons import PLATFORM_NAMES, Version, default_start_methods, spoken
from flake8_mp.settings import PLATFORMS, Settings


def merge(layers: Iterable[Layer]) -> Configuration:
    """Bring layers together, the strongest first."""
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for layer in layers:
        for name, value in layer.values.items():
            if name not in values:
                values[name] = value
                origins[name.replace("_", "-")] = layer.origins[name]
    newest = values.pop(NEWEST, None)
    origins.pop(NEWEST.replace("_", "-"), None)
    if "start_methods" not in values and (newest or values.keys() & {"target_version", "platforms"}):
        oldest, platforms = values.get("target_version"), values.get("platforms", frozenset(PLATFORMS))
        newest = None if newest is not None and oldest is not None and newest < oldest else newest
        values["start_methods"] = default_start_methods(platforms, oldest, newest)
        origins["start-methods"] = _defaults_of(platforms, oldest, newest)
    ours = {each.name for each in fields(Settings)}
    return Configuration(
        Settings(**{name: value for name, value in values.items() if name in ours}),
        Choices(**{name: value for name, value in values.items() if name not in ours}),
        origins,
    )


def _defaults_of(platforms: frozenset[str], oldest: Version | None, newest: Version | None) -> str:
    """Return words for the default start methods of some Pythons on some systems."""
    systems = ", ".join(PLATFORM_NAMES[platform] for platform in PLATFORMS if platform in platforms)
    if oldest is not None:
        until = " and later" if newest is None else f" to {spoken(newest)}" if newest != oldest else ""
        return f"{DEFAULTS} {spoken(oldest)}{until} on {systems}"
    return f"{DEFAULTS}{f' up to {spoken(newest)}' if newest is not None else ''} on {systems}"
