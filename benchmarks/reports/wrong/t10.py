"""Choose the best model for a deforestation risk map; one process per window size."""
import math
import multiprocessing as mp
import random
import time


def accuracy(window: int, cells: int) -> dict:
    rng = random.Random(window)
    time.sleep(0.15)
    error = 0.0
    for _ in range(cells):
        error += (rng.gauss(0, 1) / math.sqrt(window)) ** 2
    return {"window": window, "rmse": math.sqrt(error / cells)}


def makemap(windows, cells=2000, ncpu=2):
    """Compute the accuracy for each window; gives back the best one."""
    rows = []

    def collect(row):
        rows.append(row)

    pool = mp.Pool(processes=ncpu)
    for window in windows:
        pool.apply_async(accuracy, args=(window, cells), callback=collect)
    pool.close()
    best = min(rows, key=lambda row: row["rmse"])
    return {"ws_hat": best["window"], "rmse": best["rmse"], "tried": len(rows)}


if __name__ == "__main__":
    result = makemap([5, 11, 15, 21, 25, 31])
    print(f"window {result['ws_hat']} ({result['tried']} tried), rmse {result['rmse']:.3f}")
