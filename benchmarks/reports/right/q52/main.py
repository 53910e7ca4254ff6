from gate.control import Controller


def main():
    with Controller(3) as c:
        c.go()
        first = c.results()
        c.go()
        second = c.results()
    assert first == [(i, 1) for i in range(3)] and second == [(i, 2) for i in range(3)]
    print(first, second)


if __name__ == "__main__":
    main()
