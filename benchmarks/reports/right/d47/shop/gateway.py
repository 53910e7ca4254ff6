class GatewayDown(ConnectionError):
    pass


class NetworkGateway:
    def authorize(self, card: str, amount: int) -> str:
        raise GatewayDown("no network in this environment")


class FakeGateway:
    def __init__(self, limit: int) -> None:
        self.limit = limit

    def authorize(self, card: str, amount: int) -> str:
        return "declined" if amount > self.limit else "ok"
