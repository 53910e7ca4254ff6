from train.data import Loader, make_batch


def train(loader, stop_after):
    seen = 0
    for rows in loader:
        assert rows == make_batch(seen, 32)
        seen += 1
        if seen == stop_after:
            break
    return seen


def main():
    with Loader(batches=40, size=32) as loader:
        assert train(loader, stop_after=5) == 5
    assert all(w.exitcode == 0 for w in loader.workers)
    with Loader(batches=6, size=32) as loader:
        assert train(loader, stop_after=99) == 6
    print("ok")


if __name__ == "__main__":
    main()
