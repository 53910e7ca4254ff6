"""Where the settings come from: the command line, pyproject.toml, and the ``[flake8]`` section of flake8's own files.

``[tool.flake8_mp]`` of the nearest pyproject.toml that has it, and ``[flake8]`` of the nearest ``setup.cfg``,
``tox.ini`` or ``.flake8`` that has it, both looked for from a file's folder upwards. Key by key the command line wins,
then the nearer file, then ``[flake8]``. In ``[flake8]`` the keys that only we know carry ``mp-`` before their names,
and what its other keys say of other linters' codes is not ours.

Where ``target-version`` is not set, it is what ``requires-python`` of the nearest pyproject.toml admits; and where
``start-methods`` is not set, they are the defaults of those Pythons on the ``platforms``.
"""

from __future__ import annotations

from flake8_mp.configuration.choices import DEFAULT_EXCLUDE, FORMATS, TABLE, Choices, Configuration
from flake8_mp.configuration.finding import Configurations, read_configuration
from flake8_mp.configuration.flake8_files import FLAKE8_FILES
from flake8_mp.configuration.keys import EVERYTHING, KEYS, known_codes

__all__ = [
    "DEFAULT_EXCLUDE",
    "EVERYTHING",
    "FLAKE8_FILES",
    "FORMATS",
    "KEYS",
    "TABLE",
    "Choices",
    "Configuration",
    "Configurations",
    "known_codes",
    "read_configuration",
]
