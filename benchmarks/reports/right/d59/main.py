from concurrent.futures import ProcessPoolExecutor

from importer import read_rows, score_row

SOURCES = {
    "Customer": "Id,First Name,Phone\n1,Ann,\n2,Bob,555\n",
    "Product": "Sku,Price\nX1,3.50\nX2,\n",
}


def main():
    rows = [row for title, text in SOURCES.items() for row in read_rows(title, text)]
    with ProcessPoolExecutor(2) as executor:
        scored = list(executor.map(score_row, rows))
    assert [type(r) for r in scored] == [type(r) for r in rows]
    assert [r[-1] for r in scored] == ["2/3", "3/3", "2/2", "1/2"], scored
    print(scored)


if __name__ == "__main__":
    main()
