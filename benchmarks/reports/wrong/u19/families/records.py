"""Records: genes in order."""

RAW = {
    "bgc1": "abcdef",
    "bgc2": "abcdeg",
    "bgc3": "xyzuvw",
    "bgc4": "xyzuva",
}


def load_records():
    return {name: tuple(genes) for name, genes in RAW.items()}
