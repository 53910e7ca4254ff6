"""The vault: entries that know where they belong."""

import weakref


class Entry:
    """One secret; it refers to its vault weakly, to avoid a cycle."""

    def __init__(self, vault, title, user, secret):
        self._vault = weakref.ref(vault)
        self.title = title
        self.user = user
        self.secret = secret

    @property
    def path(self):
        return f"{self._vault().name}/{self.title}"


class Vault:
    def __init__(self, name):
        self.name = name
        self.entries = []

    def add(self, title, user, secret):
        entry = Entry(self, title, user, secret)
        self.entries.append(entry)
        return entry

    def find(self, text):
        return [entry for entry in self.entries if text in entry.title]

    @classmethod
    def from_mapping(cls, name, mapping):
        vault = cls(name)
        for title, (user, secret) in mapping.items():
            vault.add(title, user, secret)
        return vault
