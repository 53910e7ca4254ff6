"""Line protocol: 'VERB argument' in, one line out."""
import hashlib
import os


class ProtocolError(ValueError):
    pass


def cmd_upper(argument):
    return argument.upper()


def cmd_digest(argument):
    return hashlib.md5(argument.encode()).hexdigest()


def cmd_pid(argument):
    return str(os.getpid())


VERBS = {name.removeprefix("cmd_"): f for name, f in list(globals().items()) if name.startswith("cmd_")}


def respond(line):
    verb, _, argument = line.strip().partition(" ")
    try:
        handler = VERBS[verb.lower()]
    except KeyError:
        raise ProtocolError(f"unknown verb {verb!r}") from None
    return handler(argument)
