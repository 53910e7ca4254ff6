import sys

from fabsim.campaign import run_ensemble
from fabsim.env import load_machines


def main():
    machines = load_machines(["localhost", "archer", "cirrus"])
    print("machines", machines)
    print("jobs", run_ensemble(machines, sweeps=3))
    return 0


if __name__ == "__main__":
    sys.exit(main())
