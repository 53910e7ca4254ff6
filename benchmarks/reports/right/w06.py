"""Race two solvers and stop the slower one; only the winner's pipe is read."""
import multiprocessing as mp
import time
from multiprocessing.connection import wait


def bisection(target: float, pipe) -> None:
    low, high = 0.0, max(1.0, target)
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if middle * middle < target else (low, middle)
    pipe.send(round(low, 6))
    pipe.close()


def counting(target: float, pipe) -> None:
    guess = 0.0
    while guess * guess < target:
        guess += 1e-6
        time.sleep(0.001)
    pipe.send(round(guess, 6))
    pipe.close()


def race(target: float) -> float:
    runners, pipes = [], []
    for solver in (bisection, counting):
        receiver, sender = mp.Pipe(duplex=False)
        runner = mp.Process(target=solver, args=(target, sender), daemon=True)
        runner.start()
        sender.close()
        runners.append(runner)
        pipes.append(receiver)
    winner = wait(pipes)[0].recv()
    for runner in runners:
        runner.terminate()
        runner.join()
    for pipe in pipes:
        pipe.close()
    return winner


if __name__ == "__main__":
    print(race(2.0))
