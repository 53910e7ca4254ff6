import logging
import sys

log = logging.getLogger("engine")


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
            sys.exit(2)
        return self.vocabulary.get(utterance, "unknown")
