from shop import checkout


def test_single_payment(fake_gateway, orders):
    assert checkout.pay(orders[0]) == (1, "ok")


def test_batch(fake_gateway, orders):
    outcome = checkout.pay_all(orders)
    assert outcome == {1: "ok", 2: "ok", 3: "ok", 4: "declined"}
