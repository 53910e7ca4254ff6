import sys
from concurrent.futures import ProcessPoolExecutor

from .work import collatz


def main(argv):
    numbers = [int(a) for a in argv] or [27]
    with ProcessPoolExecutor(2) as executor:
        steps = list(executor.map(collatz, numbers))
    assert steps == [collatz(n) for n in numbers]
    print(dict(zip(numbers, steps)))
    return 0


sys.exit(main(sys.argv[1:]))
