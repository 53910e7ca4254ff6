import multiprocessing
import time


def benchmark(model, prompts, latencies):
    for prompt in prompts:
        time.sleep(0.05)
        latencies.put((model, len(prompt) * 0.5))


def run(model, prompts, clients):
    latencies = multiprocessing.Queue()
    procs = []
    for n in range(clients):
        proc = multiprocessing.Process(target=benchmark, args=(model, prompts[n::clients], latencies))
        proc.start()
        procs.append(proc)
    collected = []
    while not latencies.empty():
        collected.append(latencies.get())
    for proc in procs:
        proc.join()
    return collected


def main():
    prompts = ["tell me a story " * n for n in range(1, 13)]
    responses = run("tiny", prompts, clients=2)
    print("responses", len(responses), "of", len(prompts))
    return 0 if len(responses) == len(prompts) else 1


if __name__ == "__main__":
    raise SystemExit(main())
