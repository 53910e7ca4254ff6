from dataclasses import dataclass

from . import settings
from .isolation import run_isolated


def build_rows(count, width):
    return {"rows": [f"element-{n}".ljust(width, ".") for n in range(count)], "status": "pass"}


@dataclass
class TestReport:
    elements: int

    def run(self):
        report = run_isolated(build_rows, count=self.elements, width=settings.ROW_WIDTH)
        assert report["status"] == "pass"
        return report
