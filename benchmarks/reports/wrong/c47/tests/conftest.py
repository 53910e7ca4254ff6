import pytest


@pytest.fixture
def orders():
    return [{"id": n, "card": f"4{n:015d}", "amount": 100 * n} for n in range(1, 5)]


@pytest.fixture
def fake_gateway(monkeypatch):
    from shop import gateway

    def authorize(card, amount):
        return "declined" if amount > 300 else "ok"

    monkeypatch.setattr(gateway, "authorize", authorize)
    return authorize
