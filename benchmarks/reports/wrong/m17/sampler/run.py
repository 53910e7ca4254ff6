import multiprocessing


class Sampler:
    def __init__(self, model, workers):
        self.model = model
        self.workers = workers

    def run(self, proposals):
        thetas = [n / proposals for n in range(proposals)]
        best = float("-inf")
        with multiprocessing.Pool(self.workers) as pool:
            for value in pool.imap(self.model.loglike, thetas):
                best = max(best, value)
        return best
