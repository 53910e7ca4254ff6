import argparse
import logging

from svc.supervisor import Supervisor


def main(argv=None):
    ap = argparse.ArgumentParser()
    ap.add_argument("--minimum", type=int, default=50)
    ns = ap.parse_args(argv)
    logging.basicConfig(level=logging.INFO)
    supervisor = Supervisor(["mail", "web"])
    supervisor.start()
    supervisor.verify(ns.minimum)
    supervisor.shutdown()
    print("all healthy")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
