from watch import clock


def main():
    report = clock.supervise({"steady": 0, "flaky": 2, "hopeless": 9}, retries=3)
    assert report == {"steady": 1, "flaky": 3, "hopeless": None}
    print(report)


if __name__ == "__main__":
    main()
