from __future__ import annotations

from .realm import Realm
from .server import LoginServer


def run_checks() -> dict[str, bool]:
    realm = Realm("EXAMPLE.ORG")
    key = realm.add_principal("alice")
    with LoginServer(realm) as server:
        return {
            "accepts the right key": server.login("alice", key) == 200,
            "refuses a wrong key": server.login("alice", "00") == 401,
            "refuses strangers": server.login("bob", key) == 401,
        }
