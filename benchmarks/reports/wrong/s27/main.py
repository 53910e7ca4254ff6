"""Proxy supervisor: each connection is handled by a process, failures are restarted."""
import logging
import sys

from proxy.supervisor import Supervisor


def main() -> int:
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
    supervisor = Supervisor(["client-a", "client-b", "client-bad"])
    codes = supervisor.run()
    print("exit codes", codes)
    return 0 if codes == {"client-a": 0, "client-b": 0, "client-bad": 3} else 1


if __name__ == "__main__":
    sys.exit(main())
