"""Turn SIGTERM into a plain flag of this process. The event of the children is set by the main loop."""

import signal


class StopFlag:
    def __init__(self):
        self.raised = False

    def install(self):
        signal.signal(signal.SIGTERM, self._raise)

    def _raise(self, number, frame):
        self.raised = True
