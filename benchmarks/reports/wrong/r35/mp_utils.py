"""Helpers around multiprocessing pools."""
import logging
import multiprocessing

log = logging.getLogger("mp")


def run_multiprocessed(function, arguments, workers=0):
    """All results of function over arguments; workers=0 stays in this process."""
    if workers == 0:
        return [function(argument) for argument in arguments]
    results = []
    with multiprocessing.Pool(workers) as pool:
        for number, result in enumerate(pool.imap_unordered(function, arguments), 1):
            results.append(result)
            if number % 10 == 0:
                log.info("%d of %d", number, len(arguments))
    return results
