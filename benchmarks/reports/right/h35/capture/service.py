import multiprocessing as mp
import os
import signal
import threading
import time

from capture.signals import StopFlag


def compress(stop, blocks):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    while not stop.wait(0.05):
        with blocks.get_lock():
            blocks.value += 1


def main():
    stop, blocks, flag = mp.Event(), mp.Value("i", 0), StopFlag()
    flag.install()
    compressor = mp.Process(target=compress, args=(stop, blocks))
    compressor.start()
    timer = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGTERM))
    timer.start()
    while not flag.raised:
        time.sleep(0.02)
    stop.set()
    compressor.join()
    print("ended with", compressor.exitcode)
