from multiprocessing import Process

from .tasks import attempt

TEMPFAIL = 75


def _once(name, failures, number):
    p = Process(target=attempt, args=(name, failures, number))
    p.start()
    p.join()
    code = p.exitcode
    p.close()
    return code


def supervise(plan, retries):
    report = dict.fromkeys(plan)
    for name, failures in plan.items():
        for number in range(1, retries + 1):
            code = _once(name, failures, number)
            if code == 0:
                report[name] = number
                break
            if code != TEMPFAIL:
                raise RuntimeError(f"{name}: {code}")
    return report
