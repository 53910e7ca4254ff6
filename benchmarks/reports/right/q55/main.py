from cached.rates import Rates
from cached.convert import Converter


def main():
    with Converter(width=2) as convert:
        rates = Rates(version=1, table=(("eur", 2), ("usd", 3)))
        first = convert(rates, [("eur", 5), ("usd", 5)] * 3)
        second = convert(rates.updated("eur", 7), [("eur", 5), ("usd", 5)] * 3)
    assert first == [10, 15] * 3
    assert second == [35, 15] * 3
    print(first, second)


if __name__ == "__main__":
    main()
