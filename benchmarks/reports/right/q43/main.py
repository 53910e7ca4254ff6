from relay.errors import Rejected
from relay.service import Service


def main():
    with Service() as s:
        ok = s.ask("ping", 1)
        try:
            s.ask("fly", 2)
        except Rejected as e:
            refused = (e.verb, e.code)
        again = s.ask("ping", 3)
    assert (ok, again, refused) == (("ping", 1), ("ping", 3), ("fly", 404))
    print(ok, refused)


if __name__ == "__main__":
    main()
