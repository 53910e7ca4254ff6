"""MP503: nested proxy mutation."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_mp.facts.events import ProxyUse
from flake8_mp.facts.module import Module
from flake8_mp.rule import Finding, Rule


class NestedProxyMutation(Rule):
    """A value that was fetched through a manager's proxy is changed, and the manager never hears of it.

    A proxy of a dict or a list sends each call to the manager's server and gets the result back pickled. So
    `d["xs"]` is a copy, and `d["xs"].append(1)` changes that copy and throws it away: no error, under no start
    method, and the next `d["xs"]` is as it was. The same goes for `rows[0][1] = 5`,
    `d.setdefault("k", []).append(1)`, `namespace.xs.append(1)`, and for attributes of objects that are kept in
    a proxy. (`d["xs"] += [1]` is fine: Python puts the result back.)

    Instead: change a copy and assign it (`xs = d["xs"]`, `xs.append(1)`, `d["xs"] = xs`), or put a nested proxy
    in: `d["xs"] = manager.list()`.
    """

    code = "MP503"
    message = "`{what}` is a copy of what the manager keeps; assign it back, or nest a proxy"
    since = "0.1.0"

    def check(self, module: Module) -> Iterator[Finding]:
        for use in module.of(ProxyUse):
            if use.problem == "nested":
                yield self.finding(use.place.span, use.methods, what=use.words[:34], event=use)
