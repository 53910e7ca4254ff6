import collections
import concurrent.futures
import statistics


def summarise(name, samples):
    Summary = collections.namedtuple("Summary", "name mean sd")
    return Summary(name, statistics.fmean(samples), statistics.pstdev(samples))


def show(row):
    print(f"{row.name:8} {row.mean:.3f} {row.sd:.3f}")


def main():
    traces = {"mu": [0.1, 0.2, 0.4], "sigma": [1.0, 1.5, 1.2]}
    with concurrent.futures.ProcessPoolExecutor(2) as executor:
        futures = [executor.submit(summarise, name, samples) for name, samples in traces.items()]
        for future in concurrent.futures.as_completed(futures):
            show(future.result())


if __name__ == "__main__":
    main()
