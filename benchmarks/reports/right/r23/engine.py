import logging

log = logging.getLogger("engine")


class EmptyUtterance(ValueError):
    pass


class Engine:
    def __init__(self):
        self.vocabulary = {}

    def fit(self, dataset):
        for intent, utterances in dataset.items():
            for utterance in utterances:
                self.vocabulary.setdefault(utterance, intent)
        return self

    def parse(self, utterance):
        if not utterance:
            log.error("empty utterance in dataset")
            raise EmptyUtterance("empty utterance in dataset")
        return self.vocabulary.get(utterance, "unknown")
