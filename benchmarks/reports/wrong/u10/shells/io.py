"""Reading and writing."""


def read_bvals(path):
    return [int(value) for value in path.read_text(encoding="utf-8").split()]


def write_shell(path, shells):
    text = "\n".join(f"{bval}: {indices}" for bval, indices in sorted(shells.items()))
    path.with_suffix(".sep").write_text(text, encoding="utf-8")
