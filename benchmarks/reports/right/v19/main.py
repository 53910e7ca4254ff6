import sys

from svc.factory import build_service


def main() -> int:
    with build_service(workers=2) as service:
        print(service.answer([3, 4, 5]))
        print(service.answer(range(4)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
