import argparse

from stack.cmd import run_server
from stack.config import Config


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", default="node-a")
    parser.add_argument("--models", nargs="*", default=["tiny", "base"])
    ns = parser.parse_args()
    code = run_server(Config(name=ns.name, models=ns.models, warmup=3))
    print("worker exit code", code)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
