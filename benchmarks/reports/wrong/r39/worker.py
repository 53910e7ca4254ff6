import zlib


def compile_module(name):
    reward = zlib.crc32(name.encode()) % 1000 / 1000
    return name, reward


def worker_main(tasks, replies):
    while True:
        task = tasks.get()
        if task is None:
            return
        replies.put(compile_module(task))
