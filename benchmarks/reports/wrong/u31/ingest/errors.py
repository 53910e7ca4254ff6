"""Errors of the service."""


class RetryableError(Exception):
    """Raised when it may help to try again; says how long to wait."""

    def __init__(self, message, delay):
        super().__init__(message, delay)
        self.message = message
        self.delay = delay

    def wait_time(self, attempt):
        return self.delay(attempt)
