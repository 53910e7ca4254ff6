from .errors import CompilerToolError


def run_tool(source):
    if source.count("(") != source.count(")"):
        raise CompilerToolError("mlir-compile", 1, b"error: expected ')'\n")
    return source.encode()
