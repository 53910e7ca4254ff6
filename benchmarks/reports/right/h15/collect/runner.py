from collect.parallel import parallel_map

ACCOUNTS = {"prod": ["1001", "1002"], "dev": ["2001"]}


def list_roles(account):
    return [f"{account}:{role}" for role in ("admin", "reader")]


def run_connection(name):
    return name, sum(len(roles) for roles in parallel_map(list_roles, ACCOUNTS[name]))


def main():
    print(dict(parallel_map(run_connection, list(ACCOUNTS))))
