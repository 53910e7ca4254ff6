import multiprocessing


class TScanner:
    def __init__(self, window, processes):
        self.window = window
        self.pool = multiprocessing.Pool(processes)

    def _bounds(self, data):
        return [data[i:i + self.window] for i in range(0, len(data) - self.window + 1)]

    def scan(self, data):
        return self.pool.map(t_stat, self._bounds(data))


def t_stat(window):
    half = len(window) // 2
    return abs(sum(window[:half]) - sum(window[half:]))


def main():
    scanners = {}
    steps = 0
    for shift in range(6):
        scanner = scanners[shift] = TScanner(window=10 + 2 * shift, processes=2)
        signal = [0.0] * (20 + shift) + [1.0] * 20
        steps += sum(1 for t in scanner.scan(signal) if t >= 5)
    children = len(multiprocessing.active_children())
    print("steps", steps, "workers still running", children)
    return 1 if children else 0


if __name__ == "__main__":
    raise SystemExit(main())
