"""MP503: nested proxy mutation."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ProxyUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule, shortened


class NestedProxyMutation(Rule):
    """A value that was read through a manager's proxy is changed, and the change is lost.

    A proxy of a dict or a list sends each call to the manager's server process and receives a pickled result.
    So `d["xs"]` is a copy: `d["xs"].append(1)` changes that copy and throws it away, without an error, under
    every start method. The same happens with `rows[0][1] = 5`, `d.setdefault("k", []).append(1)`,
    `namespace.xs.append(1)`, and with attributes of objects in a proxy. (`d["xs"] += [1]` works, because Python
    assigns the result back.)

    Instead: change the copy and assign it back (`xs = d["xs"]`, `xs.append(1)`, `d["xs"] = xs`), or store a
    nested proxy: `d["xs"] = manager.list()`.
    """

    code = "MP503"
    message = "`{what}` is a copy, so this change is lost; assign the changed copy back"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(ProxyUse):
            if use.problem == "nested":
                yield self.finding(use.place.span, use.methods, what=shortened(use.words, 34), event=use)
