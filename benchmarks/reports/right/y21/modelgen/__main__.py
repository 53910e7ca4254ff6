from .derive import smart_derive
from .model import sample_model


def main():
    for line in smart_derive(sample_model(), procs=2):
        print(line)
    for line in smart_derive(sample_model(), procs=1, show=lambda name, c: f"{name}: {list(c)}"):
        print(line)


if __name__ == "__main__":
    main()
