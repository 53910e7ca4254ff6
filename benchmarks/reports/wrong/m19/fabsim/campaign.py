from .pool import MultiProcessingPool


def submit(machine, cores, sweep):
    return f"{machine}_{sweep}_{cores}"


def run_ensemble(machines, sweeps):
    pool = MultiProcessingPool(2)
    for machine, cores in machines.items():
        for sweep in range(sweeps):
            pool.add_task(submit, machine, cores, sweep)
    return len(pool.wait())
