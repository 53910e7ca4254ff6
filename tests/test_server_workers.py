"""The processes that work for the language server: they are slow, fail and die, and other requests do not wait for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from flake8_mp.frontends.lsp.client_settings import ClientSettings
from flake8_mp.frontends.lsp.documents import Unit
from flake8_mp.frontends.lsp.roots import Root
from flake8_mp.frontends.lsp.workers import MOST, USUAL, TaskFailed, TooSlow, Workers
from tests.slow_tasks import Deaf, Die, Fail, Print, Process, Read, Say, Spin

LIMIT = 60.0


@pytest_asyncio.fixture
async def workers() -> AsyncIterator[Workers]:
    found = Workers()
    await found.run(Say("ready"), {}, LIMIT)
    yield found
    found.close()


async def test_a_task_is_done(workers: Workers) -> None:
    assert await workers.run(Say("é 𝄞"), {}, LIMIT) == "é 𝄞"


async def test_what_a_task_prints_does_no_harm(workers: Workers) -> None:
    assert await workers.run(Print(), {}, LIMIT) == "quiet"
    assert await workers.run(Say("next"), {}, LIMIT) == "next"


async def test_a_task_that_fails(workers: Workers) -> None:
    with pytest.raises(TaskFailed, match="ValueError: it has failed"):
        await workers.run(Fail(), {}, LIMIT)
    assert await workers.run(Say("next"), {}, LIMIT) == "next"


async def test_a_process_that_dies_is_replaced(workers: Workers) -> None:
    for _ in range(3):
        with pytest.raises(TaskFailed, match="has died"):
            await workers.run(Die(), {}, LIMIT)
        assert await workers.run(Say("next"), {}, LIMIT) == "next"
    assert workers.count <= USUAL


async def test_the_limit(workers: Workers) -> None:
    began = time.monotonic()
    with pytest.raises(TooSlow, match=r"longer than 0\.2 seconds"):
        await workers.run(Spin(300), {}, 0.2)
    assert await workers.run(Say("next"), {}, LIMIT) == "next"
    assert time.monotonic() - began < 60


async def test_a_slow_task_keeps_nobody_waiting(workers: Workers) -> None:
    slow = [asyncio.ensure_future(workers.run(Spin(300), {}, LIMIT)) for _ in range(USUAL)]
    await asyncio.sleep(0.1)
    assert await workers.run(Say("fast"), {}, LIMIT) == "fast"
    assert workers.count <= MOST
    for each in slow:
        each.cancel()
    await asyncio.wait(slow)
    for _ in range(100):
        if workers.count <= USUAL:
            break
        await workers.run(Say("again"), {}, LIMIT)
        await asyncio.sleep(0.05)
    assert workers.count <= USUAL


async def test_what_is_given_up_stops_and_its_process_goes_on(workers: Workers) -> None:
    before = {await workers.run(Process(), {}, LIMIT) for _ in range(4)}
    task = asyncio.ensure_future(workers.run(Spin(300), {}, LIMIT))
    await asyncio.sleep(0.3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.sleep(0.3)
    after = {await workers.run(Process(), {}, LIMIT) for _ in range(4)}
    assert after <= before or len(after | before) <= USUAL


async def test_what_does_not_notice_is_killed(workers: Workers) -> None:
    task = asyncio.ensure_future(workers.run(Deaf(300), {}, LIMIT))
    await asyncio.sleep(0.3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await workers.run(Say("next"), {}, LIMIT) == "next"


async def test_texts_reach_every_process_and_go_again(workers: Workers) -> None:
    for texts in ({"/a.py": "one"}, {"/a.py": "two", "/b.py": "x"}, {"/b.py": "x"}, {}):
        both = [asyncio.ensure_future(workers.run(Read("/a.py"), texts, LIMIT)) for _ in range(USUAL)]
        assert await asyncio.gather(*both) == [texts.get("/a.py")] * USUAL


async def test_many_at_once(workers: Workers) -> None:
    words = [str(number) for number in range(50)]
    assert await asyncio.gather(*(workers.run(Say(word), {}, LIMIT) for word in words)) == words


async def test_who_is_given_up_while_waiting_takes_no_process_with_it(workers: Workers) -> None:
    slow = [asyncio.ensure_future(workers.run(Spin(0.5), {}, LIMIT)) for _ in range(MOST)]
    waiting = [asyncio.ensure_future(workers.run(Say("x"), {}, LIMIT)) for _ in range(20)]
    await asyncio.sleep(0.05)
    for each in waiting:
        each.cancel()
    await asyncio.wait([*slow, *waiting])
    assert await workers.run(Say("next"), {}, LIMIT) == "next"


def test_the_first_change_after_a_pause_does_not_wait() -> None:
    unit = Unit("file:///x.py", "/x.py", Root("", ClientSettings()), [])
    unit.cost = 0.16
    assert unit.delay() == 0.0
    assert unit.delay() == unit.pause == 0.04, "another change has just come"
    unit.changed -= 1.0
    assert unit.delay() == 0.0
    unit.slow = True
    unit.changed -= 100.0
    assert unit.delay() == unit.pause >= 1.0, "what takes too long waits for a pause in any case"
