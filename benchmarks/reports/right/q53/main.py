import sys
from textindex.build import build_index


def main():
    docs = {f"d{i}": f"alpha w{i} w{i % 3}" for i in range(9)}
    index = build_index(docs)
    assert index["alpha"] == sorted(docs)
    assert index["w1"] == ["d1", "d4", "d7"]
    print(len(index), "terms", file=sys.stdout)


if __name__ == "__main__":
    main()
