import os
import zlib

from . import paths


class Package:
    def __init__(self, name, debug=False):
        self.name = name
        self.debug = debug

    def compile(self, unit):
        code = zlib.crc32(f"{self.name}/{unit}".encode())
        if self.debug:
            with open(os.path.join(paths.log_folder(), f"cc-{self.name}.in.log"), "a") as log:
                log.write(f"cc -c {unit}\n")
        return code

    def install(self):
        return sum(self.compile(unit) for unit in ("main.c", "util.c")) % 1000
