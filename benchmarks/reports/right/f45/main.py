from __future__ import annotations

import json
import tempfile
from pathlib import Path

from pricing.service import PricingService


def write(path: Path, factor: float) -> None:
    path.write_text(json.dumps({f"sku{i}": i * factor for i in range(1, 21)}))


def main() -> None:
    skus = [f"sku{i}" for i in range(1, 21)]
    with tempfile.TemporaryDirectory() as tmp:
        path = Path(tmp) / "prices.json"
        write(path, 1.0)
        with PricingService(path, workers=2) as service:
            before = sum(service.quote(skus))
            write(path, 2.0)
            service.reload()
            after = sum(service.quote(skus))
    assert (before, after) == (210.0, 420.0), (before, after)
    print(before, after)


if __name__ == "__main__":
    main()
