import multiprocessing
import time


def transcode(name):
    time.sleep(0.3)
    return name.replace(".wav", ".ogg")


def schedule(names):
    with multiprocessing.Pool(2) as pool:
        jobs = {name: pool.apply_async(transcode, (name,)) for name in names}
        print("scheduled", len(jobs), flush=True)
    return jobs


def report(jobs):
    for name, job in jobs.items():
        print(name, "->", job.get(), flush=True)


def main():
    report(schedule([f"take{n}.wav" for n in range(6)]))


if __name__ == "__main__":
    main()
