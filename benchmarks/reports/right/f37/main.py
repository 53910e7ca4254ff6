from __future__ import annotations

import sys

from handlers_app import registry
from handlers_app.dispatch import Dispatcher
from handlers_app.messages import Message


def main() -> int:
    messages = [Message(kind, i) for i in range(12) for kind in ("square", "negate", "text")]
    answers = Dispatcher(processes=2).dispatch(messages)
    assert len(answers) == 36 and sorted(registry.names()) == ["negate", "square", "text"]
    assert answers[3:6] == [1, -1, "1"], answers[3:6]
    print("answers", len(answers))
    return 0


if __name__ == "__main__":
    sys.exit(main())
