from __future__ import annotations

import tempfile
from pathlib import Path

from mailout.outbox import Outbox
from mailout.service import MailService


def main() -> None:
    with tempfile.TemporaryDirectory() as tmp:
        outbox = Outbox(Path(tmp))
        service = MailService(outbox, workers=2)
        try:
            for i in range(60):
                service.send(f"user{i}@example.org", "newsletter")
        finally:
            service.stop()
        print("accepted", service.accepted, "delivered", outbox.delivered())


if __name__ == "__main__":
    main()
