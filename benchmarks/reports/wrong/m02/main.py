import logging
import sys

from ftp.servers import MultiprocessServer


def main(argv):
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(name)s %(message)s")
    server = MultiprocessServer(("127.0.0.1", 0), greeting="220 ready")
    served = server.serve(clients=int(argv[1]) if len(argv) > 1 else 3)
    server.close()
    print("served", served)


if __name__ == "__main__":
    main(sys.argv)
