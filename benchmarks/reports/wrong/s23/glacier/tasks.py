from __future__ import annotations

import functools
import logging
from typing import Any, Callable, MutableMapping

log = logging.getLogger(__name__)


def entity_task(func: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(func)
    def wrapped(entity: str, *args: Any) -> Any:
        log.info("(%s) %s", entity, func.__name__)
        return func(entity, *args)

    return wrapped


@entity_task
def define_dem(entity: str, cache: MutableMapping[str, list[str]]) -> str:
    number = int(entity.rsplit("-", 1)[1])
    source = "COPDEM" if number % 3 else "NASADEM"
    if entity not in cache[source]:
        cache[source].append(entity)
    return source
