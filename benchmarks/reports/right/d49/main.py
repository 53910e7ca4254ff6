import textkit

TEXTS = ["The cat sat. The dog ran.", "Short.", "One two three four. Five. Six."]


def main():
    first = textkit.readability(TEXTS)
    second = textkit.readability(reversed(TEXTS))
    assert first == [3.0, 1.0, 2.0] and second == first[::-1]
    textkit.shutdown()
    assert textkit.readability(["a b c"]) == [3.0]
    print(first)


if __name__ == "__main__":
    main()
