class PID:
    def __init__(self, kp: float, ki: float) -> None:
        self.kp = kp
        self.ki = ki
        self.total = 0.0

    def update(self, current: float, target: float) -> float:
        error = target - current
        self.total += error
        return max(0.0, min(8.0, self.kp * error + self.ki * self.total))
