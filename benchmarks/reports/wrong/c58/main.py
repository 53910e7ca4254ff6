import sys
from concurrent.futures import ProcessPoolExecutor

from importer import read_rows, score_row

SOURCES = {
    "Customer": "Id,First Name,Phone\n1,Ann,\n2,Bob,555\n3,,\n",
    "Product": "Sku,Price\nX1,3.50\nX2,\n",
}


def main():
    rows = [row for title, text in SOURCES.items() for row in read_rows(title, text)]
    with ProcessPoolExecutor(2) as executor:
        for key, completeness in executor.map(score_row, rows):
            print("%-4s %3d%%" % (key, completeness * 100))
    return 0


if __name__ == "__main__":
    sys.exit(main())
