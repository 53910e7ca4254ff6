"""A Process whose .result is filled in the parent, from the pipe, by join()."""
import multiprocessing as mp


class Task(mp.Process):
    def __init__(self, func, *args):
        super().__init__()
        self.func, self.args = func, args
        self._ours = self._theirs = None
        self.outcome = ("pending", None)

    def run(self):
        try:
            self.outcome = ("ok", self.func(*self.args))
        except Exception as e:
            self.outcome = ("error", str(e))
        self._theirs.send(self.outcome)

    def start(self):
        self._ours, self._theirs = mp.Pipe(duplex=False)
        super().start()
        self._theirs.close()

    def join(self, timeout=None):
        if self.outcome[0] == "pending" and self._ours.poll(timeout):
            try:
                self.outcome = self._ours.recv()
            except EOFError:
                self.outcome = ("error", "died")
        super().join(timeout)
        if self.exitcode is not None:
            self._ours.close()

    def result(self):
        kind, value = self.outcome
        if kind == "ok":
            return value
        raise RuntimeError(value)


def long_text(n):
    if n < 0:
        raise ValueError("negative")
    return "x" * n


def main():
    tasks = [Task(long_text, 300_000), Task(long_text, 5)]
    for t in tasks:
        t.start()
    for t in tasks:
        t.join()
    assert [len(t.result()) for t in tasks] == [300_000, 5]
    bad = Task(long_text, -1)
    bad.start()
    bad.join()
    try:
        bad.result()
    except RuntimeError as e:
        print("sizes fine, error:", e)
    else:
        raise SystemExit("no error")


if __name__ == "__main__":
    main()
