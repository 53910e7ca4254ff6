"""Results of no interest are drained, so that errors are not lost."""
import collections
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path


def touch(path: str) -> None:
    if path.endswith("3"):
        raise PermissionError(path)
    Path(path).touch()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        names = [f"{folder}/{n}" for n in range(6)]
        with ProcessPoolExecutor(2) as executor:
            results = executor.map(touch, names)
            try:
                collections.deque(results, maxlen=0)
            except PermissionError as error:
                print("one failed:", Path(str(error)).name)
        print(len(list(Path(folder).iterdir())) >= 3)


if __name__ == "__main__":
    main()
