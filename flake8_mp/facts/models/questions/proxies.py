"""Questions about managers and proxies."""

from __future__ import annotations

import ast

from flake8_mp.facts.values import NOTHING, Obj, Values


class ProxyQuestions:
    """Proxies of what a manager's server keeps."""

    def has_proxies(self) -> bool:
        """Return whether any proxy was made so far."""
        return False

    def proxy_of(self, manager: Obj, kind: str, node: ast.AST) -> Obj:
        """Make a proxy of something that a manager keeps."""
        raise NotImplementedError

    def manager_of(self, obj: Obj) -> Values:
        """Return the manager that keeps what a proxy or a block stands for; nothing where that is not known."""
        return ()

    def keep_manager(self, obj: Obj, manager: Obj) -> None:
        """Note which manager keeps what a proxy or a block stands for."""

    def referent_of(self, proxy: Obj) -> Values:
        """Return the class, or the function that returns it, of what a proxy stands for; nothing for unknown."""
        return ()

    def fetch_copy(self, values: Values, proxy: Obj, node: ast.AST | None, outer: Obj | None = None) -> Values:
        """Return the copies that a proxy fetches, and proxies as they are."""
        return NOTHING

    def proxy_used(self, proxy: Obj, node: ast.AST) -> None:
        """Called for something that asks the server of a proxy."""
