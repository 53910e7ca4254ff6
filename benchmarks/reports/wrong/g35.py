"""Capture service: a stop request by signal ends the compressor and then the service."""

import multiprocessing as mp
import os
import signal
import threading
import time


def compress(stop, blocks):
    while not stop.wait(0.05):
        with blocks.get_lock():
            blocks.value += 1


class Capture:
    def __init__(self):
        self.stop_requested = mp.Event()
        self.blocks = mp.Value("i", 0)
        self.compressor = mp.Process(target=compress, args=(self.stop_requested, self.blocks))

    def on_signal(self, number, frame):
        print("stop requested", flush=True)
        self.stop_requested.set()

    def run(self):
        self.compressor.start()
        signal.signal(signal.SIGTERM, self.on_signal)
        self.stop_requested.wait()
        self.compressor.join()
        return self.blocks.value


def stop_later(seconds):
    time.sleep(seconds)
    os.kill(os.getpid(), signal.SIGTERM)


def main():
    threading.Thread(target=stop_later, args=(1.5,), daemon=True).start()
    capture = Capture()
    print(capture.run() >= 0 and "capture ended")


if __name__ == "__main__":
    main()
