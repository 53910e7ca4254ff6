from .core import Bot


def build_bot(name):
    bot = Bot(name)

    @bot.command("hello")
    def hello(args):
        return "hello " + " ".join(args)

    @bot.command("sum")
    def total(args):
        return str(sum(map(int, args)))

    return bot
