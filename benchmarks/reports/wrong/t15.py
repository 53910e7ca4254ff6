"""A request server that logs every request and runs functions in child processes."""
import multiprocessing as mp
import threading
import time
from io import StringIO


class AccessLog:
    """Writes lines under a lock, slowly, as a terminal does."""

    def __init__(self):
        self.lock = threading.Lock()
        self.stream = StringIO()

    def write(self, line):
        with self.lock:
            self.stream.write(line + "\n")
            time.sleep(0.2)


ACCESS = AccessLog()


class HealthProbe(threading.Thread):
    """Kubernetes-like probe; each probe leaves a line in the log."""

    def __init__(self):
        super().__init__(name="probe", daemon=True)
        self.stop = threading.Event()

    def run(self):
        while not self.stop.is_set():
            ACCESS.write("GET /healthz 200")
            time.sleep(0.001)


def handler(event, connection):
    ACCESS.write(f"function called with {event}")
    connection.send({"answer": event["n"] ** 2})
    connection.close()


def invoke(event, timeout):
    receiver, sender = mp.Pipe(duplex=False)
    process = mp.Process(target=handler, args=(event, sender))
    process.start()
    sender.close()
    try:
        if receiver.poll(timeout):
            return receiver.recv()
        return {"error": "timeout"}
    finally:
        process.terminate()
        process.join()


def main():
    probe = HealthProbe()
    probe.start()
    time.sleep(0.05)
    answers = [invoke({"n": n}, timeout=3) for n in range(3)]
    probe.stop.set()
    timeouts = sum("error" in answer for answer in answers)
    print(answers)
    raise SystemExit(timeouts)


if __name__ == "__main__":
    main()
