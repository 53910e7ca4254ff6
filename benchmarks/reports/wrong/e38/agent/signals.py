from __future__ import annotations

import logging
import signal
from types import FrameType
from typing import Optional

log = logging.getLogger(__name__)


class GracefulExit:
    """SIGTERM only asks; the main loop decides when to go."""

    def __init__(self) -> None:
        self.requested = False
        signal.signal(signal.SIGTERM, self._on_signal)

    def _on_signal(self, signum: int, frame: Optional[FrameType]) -> None:
        self.requested = True
