"""One herd of agents a process."""


class Herd:
    def __init__(self, number, size):
        self.number = number
        self.positions = [number * 10 + n for n in range(size)]

    def step(self, wind):
        self.positions = [position + wind * (1 + n % 2) for n, position in enumerate(self.positions)]
        return sum(self.positions)


def live(number, size, commands, reports):
    herd = Herd(number, size)
    for wind in iter(commands.get, None):
        reports.put((number, herd.step(wind)))
