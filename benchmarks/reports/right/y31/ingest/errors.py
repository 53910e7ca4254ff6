class RetryableError(Exception):
    """Two required arguments, one of them in the message: says how it is rebuilt."""

    def __init__(self, name, delay):
        super().__init__(f"{name} is busy")
        self.name = name
        self.delay = delay

    def __reduce__(self):
        return type(self), (self.name, self.delay)
