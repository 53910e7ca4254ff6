"""Actor runtime: builds process models and stops them again when the run is over."""
import logging
import multiprocessing as mp
import time
from dataclasses import dataclass

log = logging.getLogger("runtime")


@dataclass
class ActorSpec:
    name: str
    steps: int


def actor_main(spec, results):
    value = 0
    for step in range(spec.steps):
        value += step
    results.put((spec.name, value))


class MessageInfrastructure:
    def __init__(self):
        self.actors = []
        self.results = mp.Queue()

    def build_actor(self, spec):
        process = mp.Process(target=actor_main, args=(spec, self.results), name=spec.name)
        process.start()
        self.actors.append(process)

    def collect(self):
        return dict(self.results.get(timeout=10) for _ in self.actors)

    def stop(self):
        for actor in self.actors:
            actor.join()


def supervise(infrastructure, deadline):
    while time.monotonic() < deadline:
        if not any(actor.is_alive() for actor in infrastructure.actors):
            break
        time.sleep(0.05)
    infrastructure.stop()
    log.info("all actors stopped")


class Runtime:
    def __init__(self, specs):
        self.infrastructure = MessageInfrastructure()
        self.specs = specs
        self.supervisor = None

    def start(self, max_seconds):
        for spec in self.specs:
            self.infrastructure.build_actor(spec)
        self.supervisor = mp.Process(
            target=supervise,
            args=(self.infrastructure, time.monotonic() + max_seconds),
            name="supervisor",
        )
        self.supervisor.start()

    def finish(self):
        values = self.infrastructure.collect()
        self.supervisor.join()
        if self.supervisor.exitcode:
            raise RuntimeError(f"supervisor failed with {self.supervisor.exitcode}")
        return values


def main():
    logging.basicConfig(level=logging.INFO)
    runtime = Runtime([ActorSpec("lif", 10), ActorSpec("dense", 20)])
    runtime.start(5.0)
    print(sorted(runtime.finish().items()))


if __name__ == "__main__":
    main()
