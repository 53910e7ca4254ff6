import hashlib


def render(title: str) -> str:
    return f"<h1>{title}</h1><!-- {hashlib.sha1(title.encode()).hexdigest()[:6]} -->"
