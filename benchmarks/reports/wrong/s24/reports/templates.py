from __future__ import annotations

import os


def tenant() -> str:
    return os.environ.get("REPORT_TENANT", "default")


def render_one(kind: str) -> str:
    return f"{tenant()}: report on {kind}"
