class Model:
    def __init__(self, version: str) -> None:
        self.version = version
        self.weights = {chr(97 + i): (i * 7 + len(version)) % 11 for i in range(26)}

    def score(self, text: str) -> int:
        return sum(self.weights.get(letter, 0) for letter in text)
