"""Run maintenance commands as a lower-privileged child with its own environment."""
import errno
import logging
import os
import sys
import tempfile
from dataclasses import dataclass, field

log = logging.getLogger("runner")


@dataclass
class Command:
    name: str
    argv: list
    cwd: str = "/"
    env: dict = field(default_factory=dict)


class Runner:
    def __init__(self, journal):
        self.journal = journal
        self.failed = []

    def _record(self, text):
        with open(self.journal, "a") as out:
            out.write(text + "\n")

    def spawn(self, command):
        read_fd, write_fd = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(read_fd)
                os.dup2(write_fd, 1)
                os.chdir(command.cwd)
                env = dict(os.environ, **command.env)
                os.execvpe(command.argv[0], command.argv, env)
            finally:
                os._exit(127)
        os.close(write_fd)
        with os.fdopen(read_fd, "r") as stream:
            output = stream.read()
        _, status = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(status), output

    def run_all(self, commands):
        for command in commands:
            try:
                code, output = self.spawn(command)
            except OSError as exc:
                log.warning("%s skipped: %s", command.name, exc.strerror)
                self.failed.append(command.name)
                if exc.errno not in (errno.ENOENT, errno.EACCES):
                    raise
                continue
            self._record(f"{command.name} rc={code} bytes={len(output)}")


def main():
    logging.basicConfig(level=logging.INFO)
    fd, journal = tempfile.mkstemp(prefix="maintenance-")
    os.close(fd)
    runner = Runner(journal)
    commands = [
        Command("uptime", ["echo", "up"]),
        Command("rotate", ["echo", "rotated"], cwd="/var/lib/maintenance-missing"),
        Command("vacuum", ["echo", "vacuumed"]),
    ]
    runner.run_all(commands)
    with open(journal) as lines:
        entries = lines.read().splitlines()
    print("journal:", entries, flush=True)
    if len(entries) + len(runner.failed) != len(commands):
        log.error("%d commands, but %d entries", len(commands), len(entries))
        return 1
    os.unlink(journal)
    return 0


if __name__ == "__main__":
    sys.exit(main())
