import socket
import sys
import threading

from master import Master


def talk(port, *lines):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as conn:
        with conn.makefile("rw", encoding="utf-8", newline="\n") as stream:
            for line in lines:
                stream.write(line + "\n")
                stream.flush()
                yield stream.readline().rstrip("\n")


class Load(threading.Thread):
    def __init__(self, port, conversations):
        super().__init__(name="load")
        self.port, self.conversations = port, conversations
        self.answers, self.pids, self.error = [], set(), None
        self.last = ()

    def run(self):
        try:
            for n in range(self.conversations):
                *answers, pid = talk(self.port, f"upper line {n}", "pid")
                self.answers += answers
                self.pids.add(pid)
            # still in this thread: a worker may have to be replaced for it
            self.last = tuple(talk(self.port, "DIGEST abc", "nonsense"))
        except OSError as exc:
            self.error = exc

    def finished(self):
        return not self.is_alive()


def main():
    with Master(workers=2, quota=3) as master:
        load = Load(master.port, 12)
        load.start()
        master.run_until(load.finished)
        load.join()
    assert load.error is None, load.error
    digest, error = load.last
    assert load.answers == [f"LINE {n}" for n in range(12)]
    assert len(load.pids) >= 4 and master.replaced >= 2
    assert digest == "900150983cd24fb0d6963f7d28e17f72"
    assert error == "ERROR unknown verb 'nonsense'"
    print("conversations", len(load.answers))
    return 0


if __name__ == "__main__":
    sys.exit(main())
