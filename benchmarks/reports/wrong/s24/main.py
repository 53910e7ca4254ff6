"""Report service: the tenant is chosen per batch, workers read it from the environment."""
import logging
import sys

from reports.service import ReportService


def main() -> int:
    logging.basicConfig(level=logging.INFO)
    wrong = 0
    with ReportService(workers=2) as service:
        for tenant in ("acme", "globex", "initech"):
            service.select_tenant(tenant)
            for line in service.render(["sales", "stock"]):
                print(tenant, "->", line)
                wrong += not line.startswith(tenant)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
