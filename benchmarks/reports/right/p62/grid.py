"""Game of life on rows; a block knows its own rows and two borrowed ones."""


def parse(text):
    return [[c == "#" for c in line] for line in text.split()]


def show(rows):
    return "\n".join("".join(".#"[cell] for cell in row) for row in rows)


def evolve(above, block, below):
    rows = [above, *block, below]
    width = len(block[0])
    result = []
    for y in range(1, len(rows) - 1):
        row = []
        for x in range(width):
            around = sum(
                rows[y + dy][(x + dx) % width] for dy in (-1, 0, 1) for dx in (-1, 0, 1) if (dy, dx) != (0, 0)
            )
            row.append(around == 3 or (around == 2 and rows[y][x]))
        result.append(row)
    return result


def serial(rows, generations):
    for _ in range(generations):
        rows = evolve(rows[-1], rows, rows[0])
    return rows


def cut(rows, parts):
    step = -(-len(rows) // parts)
    return [rows[i : i + step] for i in range(0, len(rows), step)]
