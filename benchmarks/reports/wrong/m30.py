import multiprocessing


def run_bear(bear, filename, results):
    found = [f"{bear}:{line}" for line in range(1, 4)]
    results[filename]["issues"].extend(found)
    results[filename]["runs"] += 1


def main():
    bears = ["SpaceBear", "LineBear"]
    files = ["a.py", "b.py"]
    with multiprocessing.Manager() as manager:
        results = manager.dict()
        for name in files:
            results[name] = {"issues": [], "runs": 0}
        jobs = []
        for bear in bears:
            for name in files:
                job = multiprocessing.Process(target=run_bear, args=(bear, name, results))
                job.start()
                jobs.append(job)
        for job in jobs:
            job.join()
        total = sum(len(entry["issues"]) for entry in results.values())
    print("issues", total)
    return 0 if total == 12 else 1


if __name__ == "__main__":
    raise SystemExit(main())
