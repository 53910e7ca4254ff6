from host import Host, PluginError


def fails(function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except PluginError as exc:
        return str(exc)
    raise AssertionError("no PluginError")


def main():
    with Host() as host:
        host.load("reverse", "plugins.text:Reverse")
        host.load("censor", "plugins.text:Censor", words=["bad"])
        host.load("sum", "plugins.maths:Running")
        host.load("crash", "plugins.maths:Crash")
        assert "ModuleNotFoundError" in fails(host.load, "x", "plugins.none:X")
        assert "loaded already" in fails(host.load, "sum", "plugins.maths:Running")
        assert host["reverse"]("abc") == "cba"
        assert host["censor"]("a bad word") == "a *** word"
        assert [host["sum"](n) for n in (1, 2, 3)] == [1, 3, 6]
        message = fails(host["crash"], 5)
        assert message == "plugins.maths:Crash: ArithmeticError(5)", message
        assert host["sum"](4) == 10
    print("plugins ok")


if __name__ == "__main__":
    main()
