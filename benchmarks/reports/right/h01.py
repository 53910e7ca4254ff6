"""Run converters in their own process; results may be large, so they are read before the process is waited for."""

import multiprocessing as mp


def _entry(function, arguments, outbox):
    try:
        outbox.put((True, function(*arguments)))
    except Exception as error:
        outbox.put((False, repr(error)))


class IsolatedRunner:
    def run(self, function, *arguments):
        outbox = mp.Queue()
        process = mp.Process(target=_entry, args=(function, arguments, outbox))
        process.start()
        good, value = outbox.get(timeout=30)
        process.join()
        if not good:
            raise RuntimeError(value)
        return value


def build_report(name, elements):
    return [{"guid": f"{name}-{number:06d}", "area": number * 0.25} for number in range(elements)]


def main():
    runner = IsolatedRunner()
    for name, elements in (("porch", 20), ("tower", 20_000)):
        print(name, len(runner.run(build_report, name, elements)))


if __name__ == "__main__":
    main()
