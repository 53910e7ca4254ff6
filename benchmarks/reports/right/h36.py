"""Pages are put on the queue before anybody takes one, followed by one end mark for each worker."""

import multiprocessing as mp

END = None


def worker(pages, broken):
    while True:
        url = pages.get()
        if url is END:
            broken.put(END)
            return
        if url.endswith("7"):
            broken.put(url)


def main():
    pages, broken = mp.Queue(), mp.Queue()
    for number in range(30):
        pages.put(f"https://example.org/{number}")
    processes = [mp.Process(target=worker, args=(pages, broken)) for _ in range(4)]
    for process in processes:
        process.start()
        pages.put(END)
    found, running = [], len(processes)
    while running:
        item = broken.get()
        if item is END:
            running -= 1
        else:
            found.append(item)
    for process in processes:
        process.join()
    print(sorted(found), pages.empty())
    assert len(found) == 3


if __name__ == "__main__":
    main()
