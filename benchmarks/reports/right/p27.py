"""A chain of filters built with ExitStack; ownership moves with pop_all."""
import multiprocessing as mp
from contextlib import ExitStack

CTX = mp.get_context("spawn")
END = "--end--"


def stage(source, target, function):
    with source, target:
        while (item := source.recv()) != END:
            for out in function(item):
                target.send(out)
        target.send(END)


def words(line):
    return line.split()


def short(word):
    return [word] if len(word) <= 3 else []


def twice(word):
    return [word, word]


class Chain:
    def __init__(self, stack, entry, exit_):
        self._stack = stack
        self.entry, self.exit = entry, exit_

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return self._stack.__exit__(*exc)

    def run(self, lines):
        for line in lines:
            self.entry.send(line)
        self.entry.send(END)
        while (item := self.exit.recv()) != END:
            yield item


def reap(process):
    process.join(timeout=10)
    if process.exitcode is None:
        process.terminate()
        process.join()


def build(*functions):
    with ExitStack() as stack:
        upstream, entry = CTX.Pipe(duplex=False)
        stack.callback(entry.close)
        for f in functions:
            downstream, target = CTX.Pipe(duplex=False)
            with upstream, target:
                process = CTX.Process(target=stage, args=(upstream, target, f))
                process.start()
            # unwound last in, first out: close the pipe ends first, then wait
            stack.callback(reap, process)
            upstream = downstream
        stack.callback(upstream.close)
        return Chain(stack.pop_all(), entry, upstream)


def main():
    with build(words, short, twice) as chain:
        got = list(chain.run(["the quick fox", "jumped over", "an ox"]))
    assert got == ["the", "the", "fox", "fox", "an", "an", "ox", "ox"], got
    print(" ".join(got))


if __name__ == "__main__":
    main()
