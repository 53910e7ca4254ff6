import sys

from pync.cli import build_netcat


def main():
    netcat = build_netcat(["-v", "127.0.0.1"])
    netcat.start()
    netcat.wait()
    print("sent", netcat.sent.value)
    return 0 if netcat.sent.value else 1


if __name__ == "__main__":
    sys.exit(main())
