import sys

from installer import cli

if __name__ == "__main__":
    sys.exit(cli.main(["install", "--debug", "scipy", "zlib"]))
