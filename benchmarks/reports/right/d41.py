"""Rules are lambdas in a table; only rule names and rows cross the border."""
import multiprocessing
import re

RULES = {
    "strip": lambda value: value.strip(),
    "digits": lambda value: re.sub(r"\D", "", value),
    "title": lambda value: " ".join(w.capitalize() for w in value.split()),
}
RULES["phone"] = lambda value: RULES["digits"](RULES["strip"](value))[-7:]


def rule(name):
    def add(func):
        RULES[name] = func
        return func

    return add


@rule("initials")
def _(value):
    return "".join(w[0] for w in value.split())


def clean(task):
    names, value = task
    for name in names:
        value = RULES[name](value)
    return value


def main():
    tasks = [
        (("strip", "title"), "  ann lee "),
        (("phone",), " +47 (55) 512 34 56 "),
        (("title", "initials"), "bob van dyk"),
    ]
    with multiprocessing.Pool(2) as pool:
        cleaned = pool.map(clean, sorted(tasks, key=lambda t: len(t[1])))
    assert sorted(cleaned) == ["5123456", "Ann Lee", "BVD"], cleaned
    print(cleaned)


if __name__ == "__main__":
    main()
