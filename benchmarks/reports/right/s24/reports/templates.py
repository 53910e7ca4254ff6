from __future__ import annotations


def render_one(kind: str, tenant: str) -> str:
    return f"{tenant}: report on {kind}"
