class BankError(Exception):
    pass


class Overdrawn(BankError):
    """All arguments are given to the base class, so copies can be made of it."""

    def __init__(self, account: str, missing: int) -> None:
        super().__init__(account, missing)
        self.account = account
        self.missing = missing

    def __str__(self) -> str:
        return f"{self.account} lacks {self.missing}"


class Closed(BankError):
    def __init__(self, account: str, *, since: str) -> None:
        super().__init__(account)
        self.account = account
        self.since = since

    def __reduce__(self):
        return _closed, (self.account, self.since)


def _closed(account: str, since: str) -> Closed:
    return Closed(account, since=since)
