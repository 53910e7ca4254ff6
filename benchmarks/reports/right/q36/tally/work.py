"""What the workers do."""


def weight(word):
    return word, sum(map(ord, word))
