import multiprocessing

from .tools import run_tool


def compile_sources(sources, jobs):
    with multiprocessing.Pool(jobs) as pool:
        pending = [pool.apply_async(run_tool, (source,)) for source in sources]
        return [task.get() for task in pending]
