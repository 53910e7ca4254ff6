"""Collects replies for the manager."""


class ReplyPump:
    def __init__(self, replies):
        self.replies = replies
        self.seen = {}

    def wait_for(self, names):
        missing = set(names)
        while missing:
            name, reward = self.replies.get()
            self.seen[name] = reward
            missing.discard(name)
        return {name: self.seen[name] for name in names}
