"""Look rows up in SQLite from a pool; each worker opens the file itself."""
import sqlite3
import tempfile
from contextlib import closing
from multiprocessing import Pool
from pathlib import Path

_connection = None


def open_database(path: str) -> None:
    global _connection
    _connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def price(article: int) -> float:
    row = _connection.execute("select price from articles where id = ?", (article,)).fetchone()
    return row[0]


def create(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("create table articles (id integer primary key, price real)")
        connection.executemany("insert into articles values (?, ?)", [(n, n * 1.5) for n in range(50)])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shop.db"
        create(path)
        with Pool(2, open_database, (str(path),)) as pool:
            print(sum(pool.map(price, range(50))))


if __name__ == "__main__":
    main()
