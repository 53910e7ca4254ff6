import pypipe
from pypipe import stages


def double(x):
    return x * 2


def main():
    with pypipe.pipeline(workers=2) as pipe:
        result = stages.map(pipe, double, range(10))
    print(sorted(result))
    print("stats", dict(pypipe.STATS))


if __name__ == "__main__":
    main()
