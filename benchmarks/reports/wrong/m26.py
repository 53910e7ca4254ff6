import multiprocessing
from multiprocessing.shared_memory import SharedMemory

HEADER = 16
FRAME = 4096


def allocate(name, count):
    control = SharedMemory(name=name)
    header = control.buf[:HEADER]
    frames = control.buf[HEADER:]
    for n in range(count):
        frames[n * FRAME] = n + 1
    header[0] = count
    control.close()


def main():
    control = SharedMemory(create=True, size=HEADER + 8 * FRAME)
    try:
        child = multiprocessing.Process(target=allocate, args=(control.name, 8))
        child.start()
        child.join()
        print("frames", control.buf[0], "child exit", child.exitcode)
        if child.exitcode:
            raise SystemExit("control_region_allocate failed on child")
    finally:
        control.close()
        control.unlink()


if __name__ == "__main__":
    main()
