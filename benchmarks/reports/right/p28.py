"""A lift as an actor: enum states, messages over a duplex pipe."""
import enum
import multiprocessing as mp
from typing import Protocol


class State(enum.Enum):
    IDLE = enum.auto()
    MOVING = enum.auto()
    OPEN = enum.auto()
    OFF = enum.auto()


class Handler(Protocol):
    def __call__(self, lift: "Lift", floor: int) -> State: ...


def go(lift, floor):
    if floor == lift.floor:
        return State.OPEN
    lift.travelled += abs(floor - lift.floor)
    lift.floor = floor
    return State.MOVING


def arrive(lift, _):
    return State.OPEN


def close_doors(lift, _):
    return State.IDLE


def switch_off(lift, _):
    return State.OFF


TABLE: dict[tuple[State, str], Handler] = {
    (State.IDLE, "call"): go,
    (State.MOVING, "arrived"): arrive,
    (State.OPEN, "close"): close_doors,
    (State.IDLE, "off"): switch_off,
}


class Lift(mp.Process):
    """Client side and actor side of one object; ``run`` alone is in the child."""

    def __init__(self):
        super().__init__(name="lift")
        self._client, self._server = mp.Pipe()
        self.floor = 0
        self.travelled = 0
        self.state = State.IDLE

    def __enter__(self):
        self.start()
        self._server.close()
        return self

    def __exit__(self, *exc):
        self._client.close()
        self.join()

    def ask(self, verb, floor=0):
        self._client.send((verb, floor))
        return self._client.recv()

    def run(self):
        self._client.close()
        with self._server as conn:
            while self.state is not State.OFF:
                try:
                    verb, floor = conn.recv()
                except EOFError:
                    return
                handler = TABLE.get((self.state, verb))
                if handler is None:
                    conn.send((self.state, f"cannot {verb}"))
                    continue
                self.state = handler(self, floor)
                conn.send((self.state, self.travelled))


def main():
    with Lift() as lift:
        assert lift.ask("call", 5) == (State.MOVING, 5)
        assert lift.ask("call", 1) == (State.MOVING, "cannot call")
        assert lift.ask("arrived") == (State.OPEN, 5)
        assert lift.ask("close") == (State.IDLE, 5)
        assert lift.ask("off") == (State.OFF, 5)
    assert lift.exitcode == 0
    with Lift() as unused:
        pass
    assert unused.exitcode == 0
    print("lift ok")


if __name__ == "__main__":
    main()
