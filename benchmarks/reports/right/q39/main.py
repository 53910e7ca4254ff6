from vault import audit
from vault.blocks import BlockStore


def main():
    with BlockStore() as store:
        refs = [store.put(bytes([i]) * 64) for i in range(5)]
        sums = audit.sums(refs)
    assert sums == [i * 64 for i in range(5)]
    assert store.names == []
    print(sums)


if __name__ == "__main__":
    main()
