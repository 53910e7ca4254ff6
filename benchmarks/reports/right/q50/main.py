from metrics.registry import REGISTRY, collect
from metrics import standard  # noqa: F401  (fills the registry)


def main():
    values = collect({"mean": [1, 2, 3], "spread": [4, 9], "count": [1]})
    assert values == {"mean": 2, "spread": 5, "count": 1}
    assert sorted(REGISTRY) == sorted(values)
    print(values)


if __name__ == "__main__":
    main()
