import sys
import tempfile
from pathlib import Path

from mirrorctl.sync import SyncTool


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        tool = SyncTool(Path(folder), workers=2)
        for attempt in range(3):
            tool.run([f"project-{n}" for n in range(6)])
        spurious = tool.spurious_shutdowns()
    print("spurious shutdowns:", spurious)
    return 1 if spurious else 0


if __name__ == "__main__":
    sys.exit(main())
