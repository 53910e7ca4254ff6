from pulse.monitor import Heart


def main():
    with Heart(interval=0.01) as heart:
        seen = [heart.wait_beyond(n) for n in (0, 2, 4)]
    assert all(s > n for s, n in zip(seen, (0, 2, 4)))
    assert seen == sorted(seen) and not heart.beating
    print("alive")


if __name__ == "__main__":
    main()
