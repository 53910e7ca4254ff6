"""Import spreadsheets with a shared quota of rows."""
import argparse
import logging

from importer import ImportJob


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=5)
    parser.add_argument("--quota", type=int, default=300)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO)
    job = ImportJob(quota=args.quota)
    rows = job.run([f"sheet-{number}" for number in range(args.sheets)])
    print(f"imported {rows} rows, {job.left} of the quota left")


if __name__ == "__main__":
    main()
