from fleet.dispatch import Dispatcher


def main():
    dispatcher = Dispatcher(threads=3)
    out = dispatcher.run([f"job{i}" for i in range(6)])
    assert out == [(f"job{i}", f"JOB{i}") for i in range(6)]
    print(out)


if __name__ == "__main__":
    main()
