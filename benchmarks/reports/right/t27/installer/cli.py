import argparse
import os
import sys
import tempfile

from . import paths
from .build import InstallError, build
from .package import Package


def make_parser():
    parser = argparse.ArgumentParser(prog="pkg")
    commands = parser.add_subparsers(dest="command", required=True)
    install = commands.add_parser("install")
    install.add_argument("--debug", action="store_true")
    install.add_argument("packages", nargs="+")
    return parser


def install(args):
    for name in args.packages:
        print(name, build(Package(name, debug=args.debug)))
    logs = sorted(os.listdir(paths.log_folder()))
    print("logs:", ", ".join(logs))


def main(argv):
    args = make_parser().parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        paths.set_working_dir(folder)
        os.makedirs(paths.log_folder())
        try:
            install(args)
        except InstallError as error:
            print(error, file=sys.stderr)
            return 1
    return 0
