"""Daemonic worker which fans out with threads and an external command."""
import multiprocessing
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor


def version():
    code = "import sys; print(sys.version_info[0])"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def measure(n):
    return n, n ** 2


def agent(conn):
    assert multiprocessing.current_process().daemon
    with conn, ThreadPoolExecutor(4) as threads:
        table = dict(threads.map(measure, range(10)))
        conn.send({"python": version(), "table": table})


def main():
    parent, child = multiprocessing.Pipe()
    proc = multiprocessing.Process(target=agent, args=(child,), daemon=True)
    proc.start()
    child.close()
    report = parent.recv()
    proc.join(10)
    assert proc.exitcode == 0
    assert report == {"python": "3", "table": {n: n * n for n in range(10)}}
    print(report["python"], len(report["table"]))


if __name__ == "__main__":
    main()
