import multiprocessing

from etl import CsvLoader, JsonLoader


def main():
    totals = multiprocessing.SimpleQueue()
    loaders = [
        CsvLoader("a,b\n1,2\n3,4\n", totals),
        JsonLoader('{"a": 1}\n{"a": 2}\n{"a": 3}', totals),
    ]
    for loader in loaders:
        loader.start()
    print(dict(totals.get() for _ in loaders))
    for loader in loaders:
        loader.join()


if __name__ == "__main__":
    main()
