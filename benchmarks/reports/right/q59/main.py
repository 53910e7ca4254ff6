import tempfile
from pathlib import Path

from parts.report import Report


def main():
    with tempfile.TemporaryDirectory() as d:
        target = Path(d, "report.txt")
        with Report(target) as report:
            report.header("numbers")
            report.sections(3)
        text = target.read_text()
    assert text == "# numbers\n" + "".join(f"{i}:{j}\n" for i in range(3) for j in range(4))
    print(text.count("\n"), "lines")


if __name__ == "__main__":
    main()
