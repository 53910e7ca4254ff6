"""Run all connections."""

from collect import aws
from collect.parallel import parallel_map

CONNECTIONS = [
    {"name": "aws-prod", "connector": "aws", "organisation": "prod"},
    {"name": "aws-dev", "connector": "aws", "organisation": "dev"},
]
CONNECTORS = {"aws": aws}


def run_connection(connection):
    connector = CONNECTORS[connection["connector"]]
    try:
        return connection["name"], len(connector.ingest(connection)), None
    except Exception as error:
        return connection["name"], 0, f"{type(error).__name__}: {error}"


def main():
    failed = 0
    for name, count, error in parallel_map(run_connection, CONNECTIONS):
        print(f"{name}: {count} rows", f"({error})" if error else "")
        failed += error is not None
    raise SystemExit(1 if failed else 0)
