import textkit

TEXTS = [
    "The cat sat. The dog ran.",
    "Multiprocessing moves work into other interpreters. It has sharp edges.",
    "Short.",
]


def main():
    for score, text in zip(textkit.readability(TEXTS), TEXTS):
        print("%6.2f  %s" % (score, text[:30]))


if __name__ == "__main__":
    main()
