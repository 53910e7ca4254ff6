import urllib.request

from shop import checkout


def test_batch(gateway, orders):
    expected = {o["id"]: "ok" if o["amount"] <= gateway.limit else "declined" for o in orders}
    assert checkout.pay_all(orders, gateway) == expected


def test_batch_offline(orders, monkeypatch):
    monkeypatch.setattr(checkout, "Pool", checkout.Pool)
    assert set(checkout.pay_all(orders).values()) == {"failed"}


def test_server(server_url):
    with urllib.request.urlopen(server_url + "/x", timeout=10) as response:
        assert response.read() == b"pong"
