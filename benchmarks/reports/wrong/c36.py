"""Quick analysis script: mean temperature per station."""
from multiprocessing import Pool
import random
import statistics
import time

STATIONS = {
    "alpha": 14.0,
    "bravo": 9.5,
    "charlie": 21.25,
    "delta": 17.0,
}


def readings(station, base, count=200):
    rnd = random.Random(station)
    return [base + rnd.uniform(-3, 3) for _ in range(count)]


def analyse(entry):
    station, base = entry
    values = readings(station, base)
    return station, statistics.mean(values), statistics.pstdev(values)


def show(rows):
    print("%-10s %8s %8s" % ("station", "mean", "sd"))
    for row in rows:
        print("%-10s %8.2f %8.2f" % row)


started = time.time()
pool = Pool(2)
rows = pool.map(analyse, STATIONS.items())
pool.close()
pool.join()
show(sorted(rows))
print("took %.1fs" % (time.time() - started))
