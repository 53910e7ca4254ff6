"""Processes that answer messages."""

import multiprocessing


class WorkerProcess(multiprocessing.Process):
    def __init__(self, bot, inbox, outbox):
        super().__init__()
        self.bot = bot
        self.inbox = inbox
        self.outbox = outbox

    def run(self):
        for number, message in iter(self.inbox.get, None):
            self.outbox.put((number, self.bot.process(message)))


class BotRunner:
    def __init__(self, bot, workers=2):
        self.bot = bot
        self.inbox = multiprocessing.Queue()
        self.outbox = multiprocessing.Queue()
        self.workers = [WorkerProcess(bot, self.inbox, self.outbox) for _ in range(workers)]

    def run(self, messages):
        for worker in self.workers:
            worker.start()
        for item in enumerate(messages):
            self.inbox.put(item)
        for _ in self.workers:
            self.inbox.put(None)
        answers = dict(self.outbox.get() for _ in messages)
        for worker in self.workers:
            worker.join()
        return [answers[number] for number in sorted(answers)]
