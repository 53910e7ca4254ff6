import multiprocessing as mp

from bus import hub, peers


def main():
    with hub.Hub(3) as h:
        for name in ("a", "b", "c"):
            h.attach(peers.chatter, name)
        log = h.relay()
    assert sorted(log) == [(n, i) for n in "abc" for i in range(4)]
    assert not mp.active_children()
    print(len(log), "messages relayed")


if __name__ == "__main__":
    main()
