from concurrent.futures import ProcessPoolExecutor


class Processor:
    def __init__(self, scale, normalise=None):
        self.scale = scale
        self.normalise = normalise or (lambda text: text.strip().lower())
        self.seen = 0

    def run_one(self, text):
        return len(self.normalise(text)) * self.scale

    def process(self, texts):
        with ProcessPoolExecutor(max_workers=2) as pool:
            futures = [pool.submit(self.run_one, text) for text in texts]
            self.seen += len(futures)
            return [f.result() for f in futures]


def main():
    processor = Processor(scale=3)
    print(processor.process([" Alpha", "Beta ", "gamma"]))


if __name__ == "__main__":
    main()
