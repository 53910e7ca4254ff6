"""Connector that asks every account of an organisation."""

from collect.parallel import parallel_map

ACCOUNTS = {"prod": ["1001", "1002"], "dev": ["2001"]}


def list_roles(account):
    return [f"{account}:{role}" for role in ("admin", "reader")]


def ingest(options):
    rows = []
    for roles in parallel_map(list_roles, ACCOUNTS[options["organisation"]]):
        rows.extend(roles)
    return rows
