class GazetteerCache:
    entries = {}

    @classmethod
    def get(cls, name, compute):
        if name not in cls.entries:
            cls.entries[name] = compute(name)
        return cls.entries[name]

    @classmethod
    def fill(cls, pairs):
        """Called in the parent with what the workers found."""
        cls.entries.update(pairs)
