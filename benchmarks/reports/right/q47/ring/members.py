import multiprocessing as mp


class Member(mp.Process):
    """Passes the token on, one higher. A negative token is passed on once and ends it."""

    alive = 0  # counted in the parent, by the two methods that run there

    def __init__(self, left, right):
        super().__init__()
        self.left, self.right = left, right

    def run(self):
        while True:
            token = self.left.get()
            if token < 0:
                self.right.put(token)
                break
            self.right.put(token + 1)

    def start(self):
        super().start()
        Member.alive += 1

    def join(self, timeout=None):
        super().join(timeout)
        if self.exitcode is not None:
            Member.alive -= 1
