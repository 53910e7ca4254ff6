"""A script without a main guard, as it uses the thread flavour of the pool only."""
import time
from multiprocessing.dummy import Pool as DummyPool
from multiprocessing.pool import ThreadPool

visited = []


def head(url):
    time.sleep(0.01)
    visited.append(url)
    return len(url)


urls = [f"http://site/{n}" for n in range(10)]
with ThreadPool(4) as pool:
    sizes = pool.map(lambda url: head(url), urls)
pool = DummyPool(2)
more = [pool.apply_async(head, (url + "/more",)) for url in urls[:3]]
pool.close()
pool.join()
print(sum(sizes), sum(m.get() for m in more), len(visited))
