from shop import orders, pricing


def main():
    pricing.CATALOG.update(tea=3, cake=5)
    totals = orders.totals([("tea", 2), ("cake", 1), ("tea", 5)])
    assert totals == [6, 5, 15]
    print(totals)


if __name__ == "__main__":
    main()
