import os
import sys

from render.farm import Farm


def main() -> int:
    os.environ["RENDER_THREADS"] = "1"
    os.environ["RENDER_QUALITY"] = "draft"
    with Farm(workers=2, environment={"RENDER_QUALITY": "final"}) as farm:
        print(farm.settings(3))
    print(os.environ["RENDER_QUALITY"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
