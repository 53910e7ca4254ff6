"""Starting, stopping and the order of both."""
from __future__ import annotations

import multiprocessing

from .core import Actor
from .mailbox import Post


def live(name: str, actor: Actor, post: Post) -> None:
    """Main function of an actor's process."""
    actor.bind(post.send)
    for envelope in post.open(name):
        actor.receive(envelope.kind, envelope.payload)
    post.send("parent", "finished", (name, actor.finish()))


class System:
    """``actors`` in order of flow: they are stopped in that order, each after it has ended."""

    def __init__(self, actors: dict[str, Actor], *, context=None):
        ctx = context or multiprocessing.get_context("spawn")
        self.post = Post(ctx, actors)
        self._processes = {
            name: ctx.Process(target=live, args=(name, actor, self.post), name=name, daemon=True)
            for name, actor in actors.items()
        }
        self.results: dict[str, object] = {}
        self.unhandled: list[tuple[str, str]] = []

    def __enter__(self) -> "System":
        for process in self._processes.values():
            process.start()
        return self

    def tell(self, name: str, kind: str, payload=None) -> None:
        self.post.send(name, kind, payload)

    def _await_finish(self, name: str) -> None:
        while name not in self.results:
            envelope = self.post.take("parent", timeout=15)
            match envelope.kind:
                case "finished":
                    who, value = envelope.payload
                    self.results[who] = value
                case "unhandled":
                    self.unhandled.append(envelope.payload)

    def stop(self) -> dict[str, object]:
        for name, process in self._processes.items():
            self.post.stop(name)
            self._await_finish(name)
            # its feeder threads have handed on everything once it has ended
            process.join()
        return self.results

    def __exit__(self, kind, value, tb) -> None:
        if kind is not None:
            for process in self._processes.values():
                process.terminate()
        for process in self._processes.values():
            process.join()
        self.post.close()
