"""Payment gateway client."""


class GatewayDown(ConnectionError):
    pass


def authorize(card: str, amount: int) -> str:
    raise GatewayDown("no network in this environment")
