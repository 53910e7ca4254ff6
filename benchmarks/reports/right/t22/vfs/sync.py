"""Walks two file systems side by side, folders spread over processes."""
from concurrent.futures import ProcessPoolExecutor


def compare(source, target, folder):
    here, there = set(source.listdir(folder)), set(target.listdir(folder))
    return folder, sorted(here - there), sorted(there - here)


def mirror(source, target, workers):
    with ProcessPoolExecutor(max_workers=workers) as executor:
        jobs = [executor.submit(compare, source, target, folder) for folder in source.folders()]
        for job in jobs:
            yield job.result()
