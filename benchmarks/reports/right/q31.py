"""ExitStack owns the processes; its callbacks join them and look at the exit codes."""
import multiprocessing as mp
from contextlib import ExitStack


class WorkerFailed(RuntimeError):
    pass


def reap(process):
    process.join()
    if process.exitcode:
        raise WorkerFailed(process.name)


def work(box, index):
    if index == 13:
        raise SystemExit(2)
    box[index] = index * index


def fan_out(indexes, box):
    with ExitStack() as stack:
        for i in indexes:
            p = mp.Process(target=work, args=(box, i), name=f"w{i}")
            p.start()
            stack.callback(reap, p)
    return list(box)


def main():
    box = mp.Array("i", 4)
    assert fan_out(range(4), box) == [0, 1, 4, 9]
    try:
        fan_out([0, 13, 1], box)
    except WorkerFailed as e:
        print(list(box), "failed:", e)
    else:
        raise SystemExit("the failure went unseen")
    assert not mp.active_children()


if __name__ == "__main__":
    main()
