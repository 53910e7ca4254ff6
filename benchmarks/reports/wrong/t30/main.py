import sys

from web.application import Application
from web.arbiter import Arbiter


def main() -> int:
    app = Application(interval=0.05)
    app.start()
    arbiter = Arbiter(app, workers=2)
    delivered = arbiter.run([["/", "/about"], ["/", "/login", "/logout"]])
    print("delivered", delivered)
    return 0 if sum(delivered) == 5 else 1


if __name__ == "__main__":
    sys.exit(main())
