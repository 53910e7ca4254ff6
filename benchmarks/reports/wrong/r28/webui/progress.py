"""Progress channel between the inference process and the page."""
import multiprocessing

channel = multiprocessing.Queue()


def publish(stem, percent, out=None):
    (out or channel).put((stem, percent))


def latest(count, timeout):
    state = {}
    for _ in range(count):
        stem, percent = channel.get(timeout=timeout)
        state[stem] = max(percent, state.get(stem, 0))
    return state
