import multiprocessing
import threading
import time

_lock = threading.Lock()
_cache = {"rates": 0}


def refresh_forever(stop):
    while not stop.is_set():
        with _lock:
            time.sleep(0.2)
            _cache["rates"] += 1


def lookup(key):
    with _lock:
        return _cache[key]


def convert(amounts, conn):
    conn.send([amount * (1 + lookup("rates")) for amount in amounts])
    conn.close()


def main():
    stop = threading.Event()
    refresher = threading.Thread(target=refresh_forever, args=(stop,))
    refresher.start()
    time.sleep(0.1)
    try:
        for batch in ([1, 2], [3], [4, 5]):
            ours, theirs = multiprocessing.Pipe()
            worker = multiprocessing.Process(target=convert, args=(batch, theirs))
            worker.start()
            theirs.close()
            print("converted", len(ours.recv()), flush=True)
            worker.join()
            ours.close()
    finally:
        stop.set()
        refresher.join()


if __name__ == "__main__":
    main()
