from multiprocessing import shared_memory


def expose(names, roi):
    for number, name in enumerate(names):
        memory = shared_memory.SharedMemory(name=name)
        for offset in range(roi.nbytes):
            memory.buf[offset] = (offset + number) % 200
        memory.close()
