# Children never run a package's __main__ again (it is skipped by name), so no guard here.
from concurrent.futures import ProcessPoolExecutor

from tally.work import weight

with ProcessPoolExecutor(2) as pool:
    weights = dict(pool.map(weight, ["a", "ab", "abc"]))

assert weights == {"a": 97, "ab": 195, "abc": 294}
print(weights)
