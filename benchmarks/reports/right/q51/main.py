from guarded.bank import Bank, transfer_many
from multiprocessing import Process


def main():
    bank = Bank([100, 100, 100])
    procs = [Process(target=transfer_many, args=(bank, a, b, 20))
             for a, b in ((0, 1), (1, 2), (2, 0), (1, 0))]
    for p in procs:
        p.start()
    for p in procs:
        p.join()
    assert all(p.exitcode == 0 for p in procs)
    assert bank.balances() == [120, 80, 100] and bank.total() == 300
    print("total", bank.total())


if __name__ == "__main__":
    main()
