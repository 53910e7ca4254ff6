import multiprocessing


class MultiProcessingPool:
    def __init__(self, pool_size):
        multiprocessing.set_start_method("fork" if pool_size > 1 else "spawn")
        self.pool = multiprocessing.Pool(pool_size)
        self.tasks = []

    def add_task(self, func, *args):
        self.tasks.append(self.pool.apply_async(func, args))

    def wait(self):
        self.pool.close()
        results = [task.get() for task in self.tasks]
        self.pool.join()
        return results
