import forked.state as state
from forked.pool import spread


def main():
    state.CACHE["parent"] = "only here"
    token = state.token()
    pids, tokens, sizes = zip(*spread(6))
    assert token not in tokens
    assert len(set(tokens)) == len(set(pids)) <= 2
    assert max(sizes) == 0
    assert state.token() == token and state.CACHE
    print("tokens differ per process")


if __name__ == "__main__":
    main()
