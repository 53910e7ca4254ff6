"""A vault menu in a process of its own: entries find their vault again after the trip."""

import multiprocessing
import sys
import weakref


class Entry:
    def __init__(self, vault, title, secret):
        self._vault = weakref.ref(vault)
        self.title = title
        self.secret = secret

    @property
    def path(self):
        return f"{self._vault().name}/{self.title}"

    def __getstate__(self):
        state = dict(self.__dict__)
        del state["_vault"]
        return state

    def attach(self, vault):
        self._vault = weakref.ref(vault)


class Vault:
    def __init__(self, name):
        self.name = name
        self.entries = []

    def add(self, title, secret):
        self.entries.append(Entry(self, title, secret))

    def find(self, text):
        return next((entry for entry in self.entries if text in entry.title), None)

    def __setstate__(self, state):
        self.__dict__.update(state)
        for entry in self.entries:
            entry.attach(self)


class Menu(multiprocessing.Process):
    def __init__(self, vault, query, answer):
        super().__init__(name="menu")
        self.vault = vault
        self.query = query
        self.answer = answer

    def run(self):
        entry = self.vault.find(self.query)
        self.answer.send(entry.path if entry else None)
        self.answer.close()


def main():
    vault = Vault("home")
    for title in ("mail", "bank", "wiki"):
        vault.add(title, title[::-1])
    receiver, sender = multiprocessing.Pipe(duplex=False)
    menu = Menu(vault, "ban", sender)
    menu.start()
    sender.close()
    print(receiver.recv())
    menu.join()
    return menu.exitcode


if __name__ == "__main__":
    sys.exit(main())
