import select


class Poller:
    READ = select.EPOLLIN

    def __init__(self):
        self._poller = select.epoll()
        self._handlers = {}

    def register(self, fd, handler):
        self._handlers[fd] = handler
        self._poller.register(fd, self.READ)

    def unregister(self, fd):
        self._handlers.pop(fd, None)
        self._poller.unregister(fd)

    def poll(self, timeout):
        for fd, _ in self._poller.poll(timeout):
            yield self._handlers[fd]

    def close(self):
        self._poller.close()
