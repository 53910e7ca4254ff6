"""Translation jobs: every worker loads the big lexicon once, through the initializer."""
import json
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

_lexicon: dict[str, str] | None = None


def load_lexicon(path):
    global _lexicon
    _lexicon = json.loads(Path(path).read_text(encoding="utf-8"))


def translate(sentence):
    if _lexicon is None:
        raise RuntimeError("worker was not initialised")
    return " ".join(_lexicon.get(word, f"<{word}>") for word in sentence.split())


class Progress:
    """Counts in the parent, from the futures' callbacks."""

    def __init__(self):
        self.done = self.failed = 0

    def __call__(self, future):
        if future.exception() is None:
            self.done += 1
        else:
            self.failed += 1


def translate_tracked(path, sentences, workers=2):
    progress = Progress()
    with ProcessPoolExecutor(workers, initializer=load_lexicon, initargs=(str(path),)) as executor:
        futures = [executor.submit(translate, s) for s in sentences]
        for future in futures:
            future.add_done_callback(progress)
    # the executor is shut down, so every callback has been called
    return progress, [f.result() for f in futures if f.exception() is None]


def translate_all(path, sentences, workers=2):
    with ProcessPoolExecutor(workers, initializer=load_lexicon, initargs=(str(path),)) as executor:
        yield from zip(sentences, executor.map(translate, sentences, chunksize=4))


def main():
    with tempfile.TemporaryDirectory() as tmp:
        path = Path(tmp) / "lexicon.json"
        path.write_text(json.dumps({"one": "eins", "two": "zwei", "three": "drei"}), encoding="utf-8")
        sentences = ["one two", "three", "two four"] * 6
        table = list(translate_all(path, sentences))
        progress, texts = translate_tracked(path, [*sentences[:4], 17])
    assert table[0] == ("one two", "eins zwei")
    assert table[-1] == ("two four", "zwei <four>")
    assert (progress.done, progress.failed) == (4, 1)
    assert texts[1] == "drei"
    assert _lexicon is None
    print("translated", len(table))


if __name__ == "__main__":
    main()
