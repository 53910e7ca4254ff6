from mapred import Job


class WordCount(Job):
    def map(self, item):
        for word in item.split():
            yield word.lower(), 1

    def combine(self, key, values):
        return [sum(values)]

    def reduce(self, key, values):
        return sum(values)


class InvertedIndex(Job):
    partitions = 2

    def __init__(self, minimum=3):
        self.minimum = minimum

    def map(self, item):
        number, text = item
        yield from ((word, number) for word in set(text.split()) if len(word) >= self.minimum)

    def reduce(self, key, values):
        return sorted(values)


class Broken(WordCount):
    def map(self, item):
        raise KeyError(item)
