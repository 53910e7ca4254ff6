import datetime
import multiprocessing
import time

START = datetime.datetime(2023, 6, 1)


def load_init_time(init_time):
    time.sleep(0.4 if init_time.hour == 0 else 0.02)
    return {"hours": int((init_time - START).total_seconds() // 3600), "values": [init_time.hour] * 3}


class NwpArchive:
    def __init__(self, init_times):
        self.init_times = init_times
        self.fields = {}

    def convert(self, pool):
        loaded = pool.imap_unordered(load_init_time, self.init_times)
        for init_time, dataset in zip(self.init_times, loaded):
            self.fields[init_time] = dataset

    def check(self):
        return [t for t, d in self.fields.items() if START + datetime.timedelta(hours=d["hours"]) != t]


def main():
    init_times = [START + datetime.timedelta(hours=6 * n) for n in range(12)]
    archive = NwpArchive(init_times)
    with multiprocessing.Pool(3) as pool:
        archive.convert(pool)
    wrong = archive.check()
    print("converted", len(archive.fields), "wrong", len(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
