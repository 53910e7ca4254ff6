import codecs


def math(argument: str) -> str:
    left, right = argument.split("*")
    return str(int(left) * int(right))


def rot13(argument: str) -> str:
    return codecs.encode(argument, "rot13")


commands = {"math": math, "rot13": rot13}
