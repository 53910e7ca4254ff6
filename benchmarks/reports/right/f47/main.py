from __future__ import annotations

from multiprocessing_utils import Pool, Process, Queue

tasks = Queue()
for n in (3, 1, 2):
    tasks.put(n)

scripts = [f"print({n} ** 2)" for n in tasks.drain()]
processes = [Process(script) for script in scripts]
for process in processes:
    process.start()
for process in processes:
    process.join()
outputs = [int(process.output) for process in processes]
assert outputs == [9, 1, 4], outputs

with Pool(2) as pool:
    assert pool.map(lambda n: f"print({n} + 1)", [1, 2, 3]) == ["2", "3", "4"]
print(outputs)
