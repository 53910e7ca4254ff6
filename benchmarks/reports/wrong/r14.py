"""Keep commands running in the background and write an audit log of what was started."""
import logging
import os
import sys
import tempfile
import time
from dataclasses import dataclass

log = logging.getLogger("background")


@dataclass
class Hap:
    hid: int
    command: list
    pid: int = 0
    returncode: int | None = None


class AuditLog:
    def __init__(self, path):
        self.path = path
        self._out = open(path, "a")

    def write(self, text):
        self._out.write(f"{text}\n")

    def close(self):
        self._out.close()


class Supervisor:
    def __init__(self, audit):
        self.audit = audit
        self.haps = []

    def run_hap(self, hap):
        """Body of the background process."""
        os.setsid()
        started = time.monotonic()
        code = os.spawnvp(os.P_WAIT, hap.command[0], hap.command)
        log.info("hap %d took %.2fs", hap.hid, time.monotonic() - started)
        return code

    def start(self, command):
        hap = Hap(len(self.haps) + 1, command)
        self.audit.write(f"hap {hap.hid} created: {' '.join(command)}")
        pid = os.fork()
        if pid == 0:
            code = self.run_hap(hap)
            sys.exit(code)
        hap.pid = pid
        self.haps.append(hap)
        return hap

    def wait(self):
        for hap in self.haps:
            _, status = os.waitpid(hap.pid, 0)
            hap.returncode = os.waitstatus_to_exitcode(status)
            self.audit.write(f"hap {hap.hid} exited with {hap.returncode}")


def main():
    logging.basicConfig(level=logging.INFO)
    fd, path = tempfile.mkstemp(prefix="hap-audit-")
    os.close(fd)
    audit = AuditLog(path)
    supervisor = Supervisor(audit)
    for command in (["true"], ["sh", "-c", "exit 3"], ["true"]):
        supervisor.start(command)
    supervisor.wait()
    audit.close()
    with open(path) as lines:
        entries = lines.read().splitlines()
    os.unlink(path)
    for entry in entries:
        log.info(entry)
    print(f"{len(supervisor.haps)} haps, {len(entries)} audit entries")
    return 0 if len(entries) == 2 * len(supervisor.haps) else 1


if __name__ == "__main__":
    raise SystemExit(main())
