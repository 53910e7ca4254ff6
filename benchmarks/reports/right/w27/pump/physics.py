def pressure(depth: float, density: float = 1000.0) -> float:
    return round(depth * density * 9.81 / 1000, 2)


def run(requests, answers) -> None:
    for depth in iter(requests.get, None):
        answers.put(pressure(depth))
