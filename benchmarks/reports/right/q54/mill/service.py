class Mill:
    def __init__(self, runner_factory, on_done):
        self._runner_factory = runner_factory
        self._on_done = on_done  # stays here: only invert() and numbers travel

    @staticmethod
    def invert(n):
        return 1 / n

    def grind(self, numbers):
        out = []
        with self._runner_factory() as runner:
            for r in runner.each(self.invert, numbers):
                self._on_done(r)
                out.append(r)
        return out
