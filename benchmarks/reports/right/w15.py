"""Fire and remember: every task reports by callback, good or bad."""
from multiprocessing import Pool


def reciprocal(n: int) -> float:
    return 1 / n


class Report:
    def __init__(self) -> None:
        self.good: list[float] = []
        self.bad: list[str] = []

    def failed(self, error: BaseException) -> None:
        self.bad.append(type(error).__name__)


def main() -> None:
    report = Report()
    pool = Pool(2)
    for n in range(5):
        pool.apply_async(reciprocal, (n,), callback=report.good.append, error_callback=report.failed)
    pool.close()
    pool.join()
    print(sorted(report.good), report.bad)


if __name__ == "__main__":
    main()
