from __future__ import annotations

from metrics.collector import Collector
from metrics.workers import start_workers


def main() -> None:
    collector = Collector()
    with start_workers(3, collector.channel, requests=200) as procs:
        collector.start()
        exit_codes = procs.wait()
        collector.stop()
    totals = collector.totals()
    assert exit_codes == [0, 0, 0]
    assert totals["requests"] == 600 and totals["errors"] == 3 * 20, totals
    print(totals)


if __name__ == "__main__":
    main()
