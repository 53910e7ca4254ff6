import signal
import sys

from service.daemon import Daemon


def main():
    daemon = Daemon(rounds=4)
    daemon.configure_signals()
    done = daemon.run()
    print("chunks processed:", done)
    return 0


if __name__ == "__main__":
    sys.exit(main())
