from pinned.ctx import CTX
from pinned.tasks import answer


def main():
    with CTX.Pool(2) as pool:
        out = pool.map(answer, range(4))
    assert out == [(n, True) for n in range(4)]
    print(out)


if __name__ == "__main__":
    main()
