"""Loan schedules in exact decimal arithmetic, computed in parallel."""
import argparse
import decimal
from decimal import Decimal
from multiprocessing import Pool


class Loan:
    def __init__(self, amount, rate, years):
        self.amount = Decimal(amount)
        self.rate = Decimal(rate)
        self.months = years * 12

    def payment(self):
        monthly = self.rate / 12
        factor = (1 + monthly) ** self.months
        return self.amount * monthly * factor / (factor - 1)

    def total(self):
        return self.payment() * self.months


def total(loan):
    return loan.total()


def audit(loans, processes):
    serial = [loan.total() for loan in loans]
    with Pool(processes) as pool:
        parallel = pool.map(total, loans)
    return [(a, b) for a, b in zip(serial, parallel) if a != b]


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--digits", type=int, default=50)
    ap.add_argument("--processes", type=int, default=2)
    args = ap.parse_args()
    decimal.getcontext().prec = args.digits
    decimal.getcontext().rounding = decimal.ROUND_HALF_EVEN
    loans = [Loan("250000", "0.0395", 30), Loan("18000", "0.0725", 5), Loan("90000", "0.041", 15)]
    differences = audit(loans, args.processes)
    for left, right in differences:
        print(left)
        print(right)
    print(len(differences), "of", len(loans), "schedules differ")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
