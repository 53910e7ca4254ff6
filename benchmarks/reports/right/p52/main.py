import collections
import logging
import pathlib
import sys
import tempfile

from records import Setup
from server import LogServer
from workers import Counter, Divider


def run_crew(setup):
    crew = [
        Counter(setup, 5, name="c5"),
        Counter(setup, 3, name="c3"),
        Divider(setup, name="div"),
    ]
    for process in crew:
        process.start()
    for process in crew:
        process.join()
    return [process.exitcode for process in crew]


def parse(text):
    table = collections.defaultdict(list)
    for line in text.splitlines():
        parts = line.split("|")
        if len(parts) == 4:
            table[parts[0]].append(parts[3])
    return table


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "all.log"
        with LogServer(path) as server:
            setup = Setup(server.queue, logging.INFO)
            codes = run_crew(setup)
        text = path.read_text(encoding="utf-8")
    table = parse(text)
    assert codes == [0, 0, 1], codes
    assert table["c5"] == ["begin", *(f"n={n}" for n in range(5)), "end 7"], table["c5"]
    assert len(table["c3"]) == 5
    assert table["div"][:3] == ["begin", "12/1=12", "12/2=6"]
    assert "ZeroDivisionError" in text
    print("log lines", sum(map(len, table.values())))


if __name__ == "__main__":
    sys.exit(main())
