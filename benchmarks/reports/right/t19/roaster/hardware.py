"""Stand-in for the serial port."""
import time


def find_device() -> str:
    time.sleep(0.05)
    return "ttyUSB0"


class Link:
    def __init__(self, device: str) -> None:
        self.device = device
        self.heat = 150.0

    def exchange(self, level: float) -> float:
        self.heat += level * 5 - (self.heat - 70) * 0.05
        return self.heat
