import socket

from etl import CsvLoader, JsonLoader


def main():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as statsd:
        statsd.bind(("127.0.0.1", 0))
        statsd.settimeout(15)
        address = statsd.getsockname()
        loaders = [CsvLoader("a,b\n1,2\n3,4\n", address), JsonLoader('{"a": 1}\n{}\n{"a": 3}', address)]
        for loader in loaders:
            loader.start()
        counts = {loader.kind: loader.count for loader in loaders}
        metrics = sorted(statsd.recv(100) for _ in loaders)
    assert counts == {"csv": 2, "json": 2}, counts
    assert metrics == [b"rows.csv:2|c", b"rows.json:2|c"], metrics
    print(counts)


if __name__ == "__main__":
    main()
