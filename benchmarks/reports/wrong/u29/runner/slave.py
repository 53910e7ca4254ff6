"""The slave: executors are processes."""

from concurrent.futures import ProcessPoolExecutor

from .console import open_console


def execute(number, atoms, console):
    for atom in atoms:
        console.write(f"executor {number}", f"{atom} passed")
    return len(atoms)


def run_job(job, executors):
    console = open_console()
    with ProcessPoolExecutor(executors) as pool:
        futures = [
            pool.submit(execute, number, atoms, console)
            for number, atoms in enumerate(job.split(executors))
        ]
        for future in futures:
            future.result()
    return console.read_all()
