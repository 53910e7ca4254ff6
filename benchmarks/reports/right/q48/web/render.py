def render(path):
    return len(path)
