from __future__ import annotations

import multiprocessing as mp

from .stages import encode, produce, received


def run(count: int) -> list[str]:
    records_in, records_out = mp.Pipe(duplex=False)
    producer = mp.Process(target=produce, args=(records_out, count))
    producer.start()
    records_out.close()
    lines_in, lines_out = mp.Pipe(duplex=False)
    encoder = mp.Process(target=encode, args=(records_in, lines_out))
    encoder.start()
    records_in.close()
    lines_out.close()
    with lines_in:
        lines = list(received(lines_in))
    producer.join()
    encoder.join()
    return lines
