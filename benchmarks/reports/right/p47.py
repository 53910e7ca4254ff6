"""Process subclasses: a template method in the base, the results sent over an own pipe."""
import abc
import multiprocessing as mp
import traceback


class Task(mp.Process, abc.ABC):
    """start(), then result(): the value, or the child's error raised here."""

    def __init__(self, *args):
        super().__init__(name=type(self).__name__.lower())
        self.arguments = args
        self._reader, self._writer = mp.Pipe(duplex=False)

    @abc.abstractmethod
    def compute(self, *args):
        ...

    def run(self):
        self._reader.close()
        with self._writer:
            try:
                self._writer.send((True, self.compute(*self.arguments)))
            except Exception as exc:
                detail = traceback.format_exc()
                self._writer.send((False, (type(exc).__name__, detail)))

    def start(self):
        super().start()
        self._writer.close()

    def result(self):
        try:
            ok, value = self._reader.recv()
        except EOFError:
            self.join()
            raise ChildProcessError(f"{self.name} ended with {self.exitcode}") from None
        finally:
            self._reader.close()
        self.join()
        if ok:
            return value
        raise RuntimeError(value[0])


class Factorise(Task):
    def compute(self, n):
        factors, d = [], 2
        while d * d <= n:
            while n % d == 0:
                factors.append(d)
                n //= d
            d += 1
        return factors + ([n] if n > 1 else [])


class Longest(Task):
    def compute(self, *words):
        return max(words, key=len)


class Quit(Task):
    def compute(self):
        raise SystemExit(4)


def run_one(task):
    task.start()
    return task.result()


def main():
    assert run_one(Factorise(360360)) == [2, 2, 2, 3, 3, 5, 7, 11, 13]
    assert run_one(Longest("a", "abc", "ab")) == "abc"
    try:
        run_one(Longest())
    except RuntimeError as exc:
        assert str(exc) == "ValueError"
    try:
        run_one(Quit())
    except ChildProcessError as exc:
        assert str(exc) == "quit ended with 4"
    else:
        raise AssertionError
    print("tasks ok")


if __name__ == "__main__":
    main()
