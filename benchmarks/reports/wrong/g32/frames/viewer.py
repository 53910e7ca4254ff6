import multiprocessing as mp

from frames.store import FrameOwner, open_frame


def brightness(info):
    pixels = open_frame(info)
    return sum(pixels[: info.width * info.height]) / (info.width * info.height)


def measure(info, answer):
    try:
        answer.put(brightness(info))
    except ValueError as error:
        answer.put(f"no picture ({error})")


def main():
    answers = mp.SimpleQueue()
    with FrameOwner(64, 48) as frame:
        frame.fill(127)
        process = mp.Process(target=measure, args=(frame.info, answers))
        process.start()
        value = answers.get()
        process.join()
    print("brightness", value)
    assert value == 127
