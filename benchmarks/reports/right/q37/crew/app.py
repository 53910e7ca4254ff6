from crew.lines import Lines
from crew.stations import stamp


def run(numbers):
    lines = Lines(stamp, width=2)
    lines.open()
    try:
        for n in numbers:
            lines.push(n)
        stamped = sorted(lines.pull() for _ in numbers)
    finally:
        lines.close()
    assert stamped == [(n, f"#{n:03}") for n in numbers]
    print(stamped)
    return int(any(lines.exitcodes))
