from __future__ import annotations

import tempfile
from pathlib import Path

from rig.controller import Controller
from rig.settings import SensorSettings


def main() -> None:
    with tempfile.TemporaryDirectory() as tmp:
        calibration = Path(tmp) / "calibration.json"
        calibration.write_text('{"offset": 0.5, "scale": 2}')
        settings = [
            SensorSettings("inlet", calibration),
            SensorSettings("outlet", Path(tmp) / "calibration-outlet.json"),
        ]
        controller = Controller(settings)
        controller.start()
        print("readings", controller.collect(3))
        controller.stop()


if __name__ == "__main__":
    main()
