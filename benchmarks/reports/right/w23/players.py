from board import Board


def play(board: Board, name: str, rounds: int) -> None:
    for points in range(rounds):
        board.add(name, points)
