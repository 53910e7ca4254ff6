from .base import Step


class Double(Step):
    def each(self, item):
        yield item * 2


class Drop(Step):
    def __init__(self, unwanted):
        self.unwanted = unwanted

    def each(self, item):
        if item != self.unwanted:
            yield item


class Label(Step):
    def __init__(self, text):
        self.text = text

    def each(self, item):
        yield f"{self.text}{item}"
