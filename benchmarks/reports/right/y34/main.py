import sys

from saq.server import JobServer


def main():
    server = JobServer(processes=2)
    messages = server.serve([f"job{number}" for number in range(4)])
    print(sorted(messages))
    return 0


if __name__ == "__main__":
    sys.exit(main())
