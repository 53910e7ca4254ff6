import hashlib


def sections_of(report):
    return [f"{report}/{part}" for part in ("summary", "table", "appendix")]


def render_section(section):
    text = section
    for _ in range(100):
        text = hashlib.md5(text.encode()).hexdigest()
    return f"{section}:{text[:6]}"
