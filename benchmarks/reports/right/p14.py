"""Supervisor: waits on sentinels, restarts failed workers, gives up after a budget."""
import enum
import logging
import multiprocessing as mp
import time
from dataclasses import dataclass, field
from multiprocessing.connection import wait

log = logging.getLogger("supervisor")


class State(enum.Enum):
    NEW = "new"
    UP = "up"
    DONE = "done"
    FAILED = "failed"


def fragile(name, attempts, succeed_at):
    with attempts.get_lock():
        attempts.value += 1
        mine = attempts.value
    if mine < succeed_at:
        raise SystemExit(3)


@dataclass
class Child:
    name: str
    succeed_at: int
    budget: int = 3
    starts: int = 0
    state: State = State.NEW
    process: mp.Process | None = None
    attempts: object = field(default_factory=lambda: mp.Value("i", 0))

    def start(self):
        self.process = mp.Process(
            target=fragile, name=self.name, args=(self.name, self.attempts, self.succeed_at)
        )
        self.process.start()
        self.starts += 1
        self.state = State.UP

    def reap(self):
        self.process.join()
        code = self.process.exitcode
        self.process.close()
        self.process = None
        if code == 0:
            self.state = State.DONE
        elif self.starts >= self.budget:
            self.state = State.FAILED
        else:
            log.info("%s ended with %s, again", self.name, code)
            time.sleep(0.01 * 2**self.starts)
            self.start()


class Supervisor:
    def __init__(self, children):
        self.children = children

    def run(self):
        for child in self.children:
            child.start()
        try:
            while up := {c.process.sentinel: c for c in self.children if c.state is State.UP}:
                for sentinel in wait(list(up)):
                    up[sentinel].reap()
        finally:
            for child in self.children:
                if child.process is not None:
                    child.process.terminate()
                    child.process.join()
        return {c.name: (c.state, c.starts) for c in self.children}


def main():
    report = Supervisor([Child("solid", 1), Child("shaky", 3), Child("hopeless", 99)]).run()
    assert report == {
        "solid": (State.DONE, 1),
        "shaky": (State.DONE, 3),
        "hopeless": (State.FAILED, 3),
    }, report
    for name, (state, starts) in report.items():
        print(name, state.value, starts)


if __name__ == "__main__":
    main()
