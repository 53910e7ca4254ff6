from __future__ import annotations

import json
import tempfile
from pathlib import Path

from pricing.service import PricingService


def write(path: Path, factor: float) -> None:
    path.write_text(json.dumps({f"sku{i}": round(i * factor, 2) for i in range(1, 21)}))


def main() -> None:
    with tempfile.TemporaryDirectory() as tmp:
        catalogue = Path(tmp) / "prices.json"
        write(catalogue, 1.0)
        with PricingService(catalogue, workers=2) as service:
            skus = [f"sku{i}" for i in range(1, 21)]
            before = service.quote(skus)
            write(catalogue, 1.5)
            service.reload()
            after = service.quote(skus)
        print(f"before {sum(before):.2f} after {sum(after):.2f}")


if __name__ == "__main__":
    main()
