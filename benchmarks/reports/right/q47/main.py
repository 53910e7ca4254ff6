from ring.members import Member
from ring.tokens import Ring


def main():
    with Ring(4) as ring:
        laps = ring.laps(3)
    assert laps == [4, 8, 12] and Member.alive == 0
    print("laps", laps)


if __name__ == "__main__":
    main()
