def sample_model():
    return {"growth": (1, 2, 0, 4), "decay": (0, -3), "feed": (5, 0, 0, 0)}
