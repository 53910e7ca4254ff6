from concurrent.futures import ProcessPoolExecutor

from .console import Console


def execute(number, atoms, writer):
    for atom in atoms:
        writer.write(f"executor {number}", f"{atom} passed")
    return len(atoms)


def run_job(atoms, executors):
    with Console() as console, ProcessPoolExecutor(executors) as pool:
        futures = [
            pool.submit(execute, number, atoms[number::executors], console.writer())
            for number in range(executors)
        ]
        assert sum(future.result() for future in futures) == len(atoms)
        return console.read_all()
