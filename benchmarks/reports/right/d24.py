"""Page checker: non-blocking gets, but the end is a marker and not an empty queue."""
import multiprocessing as mp
import queue
import time

END = None


def produce(pages, count, checkers):
    for n in range(count):
        time.sleep(0.005)
        pages.put("/page/%d" % n)
    for _ in range(checkers):
        pages.put(END)


def check(pages, verdicts):
    idle = 0
    while True:
        try:
            page = pages.get_nowait()
        except queue.Empty:
            idle += 1
            time.sleep(0.002)
            continue
        if page is END:
            verdicts.put((END, idle))
            return
        verdicts.put((page, page.endswith("3")))


def main(count=20, checkers=2):
    pages, verdicts = mp.Queue(), mp.Queue()
    crew = [mp.Process(target=produce, args=(pages, count, checkers))]
    crew += [mp.Process(target=check, args=(pages, verdicts)) for _ in range(checkers)]
    for member in crew:
        member.start()
    found, ended = {}, 0
    while ended < checkers:
        try:
            key, value = verdicts.get(block=False)
        except queue.Empty:
            time.sleep(0.005)
            continue
        if key is END:
            ended += 1
        else:
            found[key] = value
    for member in crew:
        member.join()
    assert len(found) == count and sum(found.values()) == 2
    assert verdicts.empty()
    print(len(found))


if __name__ == "__main__":
    main()
