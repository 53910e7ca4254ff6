import signal
import time


def heartbeat(stop, beats):
    while not stop.wait(0.01):
        with beats.get_lock():
            beats.value += 1


def stubborn(stop, beats):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with beats.get_lock():
        beats.value = 1
    while True:
        time.sleep(0.05)
