"""A supervisor process (not a daemon) that owns a pool of its own."""
import multiprocessing as mp
import threading


def cube(n: int) -> int:
    return n ** 3


class Department(mp.Process):
    def __init__(self, numbers: range, answers) -> None:
        super().__init__(daemon=False)
        self.numbers = numbers
        self.answers = answers

    def run(self) -> None:
        ticker = threading.Event()
        heartbeat = threading.Thread(target=ticker.wait, daemon=True)
        heartbeat.start()
        with mp.Pool(2) as pool:
            self.answers.put(sum(pool.map(cube, self.numbers)))
        ticker.set()
        heartbeat.join()


def main() -> None:
    answers = mp.Queue()
    departments = [Department(range(0, 10), answers), Department(range(10, 20), answers)]
    for department in departments:
        department.start()
    print(sum(answers.get(timeout=20) for _ in departments))
    for department in departments:
        department.join()


if __name__ == "__main__":
    main()
