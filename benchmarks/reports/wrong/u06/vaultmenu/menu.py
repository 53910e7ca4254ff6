"""The menu runs in a process of its own, so that it can be killed with the launcher."""

import multiprocessing


class MenuRunner(multiprocessing.Process):
    def __init__(self, vault, stop, query=""):
        super().__init__(name="menu")
        self.vault = vault
        self.stop = stop
        self.query = query

    def choose(self):
        matches = self.vault.find(self.query)
        return matches[0] if matches else None

    def run(self):
        entry = self.choose()
        if entry is not None:
            print(f"typing the password of {entry.path} ({len(entry.secret)} characters)", flush=True)
        self.stop.set()
