import multiprocessing


def cube(x):
    return x ** 3


def kernel(requests, replies):
    while True:
        cell = requests.get()
        if cell is None:
            break
        with multiprocessing.Pool(2) as pool:
            replies.put(sum(pool.map(cube, range(cell))))


class Session:
    def __init__(self):
        self.requests = multiprocessing.Queue()
        self.replies = multiprocessing.Queue()
        self.kernel = multiprocessing.Process(target=kernel, args=(self.requests, self.replies), daemon=True)
        self.kernel.start()

    def run(self, cell):
        self.requests.put(cell)
        return self.replies.get(timeout=10)

    def close(self):
        self.requests.put(None)
        self.kernel.join()


def main():
    session = Session()
    print("result", session.run(10))
    session.close()


if __name__ == "__main__":
    main()
