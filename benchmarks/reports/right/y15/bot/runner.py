import multiprocessing


class WorkerProcess(multiprocessing.Process):
    """Gets the factory of the bot, not the bot."""

    def __init__(self, factory, name, inbox, outbox):
        super().__init__()
        self.factory = factory
        self.bot_name = name
        self.inbox = inbox
        self.outbox = outbox

    def run(self):
        self.bot = self.factory(self.bot_name)
        for number, message in iter(self.inbox.get, None):
            self.outbox.put((number, self.bot.process(message)))


def run_messages(factory, name, messages, workers):
    inbox, outbox = multiprocessing.Queue(), multiprocessing.Queue()
    processes = [WorkerProcess(factory, name, inbox, outbox) for _ in range(workers)]
    for process in processes:
        process.start()
    for item in [*enumerate(messages), *[None] * workers]:
        inbox.put(item)
    answers = dict(outbox.get() for _ in messages)
    for process in processes:
        process.join()
    return [answers[number] for number in sorted(answers)]
