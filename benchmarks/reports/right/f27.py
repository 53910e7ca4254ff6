"""Mail merge with its unit tests: mocks stay in the parent, processes get plain functions."""
from __future__ import annotations

import multiprocessing
import string
import unittest
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from unittest import mock


@dataclass(frozen=True)
class Recipient:
    name: str
    city: str


def render(template: str, recipient: Recipient) -> str:
    return string.Template(template).substitute(name=recipient.name, city=recipient.city)


class Mailer:
    def __init__(self, transport, workers: int = 0) -> None:
        self.transport = transport
        self.workers = workers

    def merge(self, template: str, recipients: list[Recipient]) -> int:
        if self.workers:
            with ProcessPoolExecutor(self.workers) as executor:
                bodies = list(executor.map(render, [template] * len(recipients), recipients))
        else:
            bodies = [render(template, r) for r in recipients]
        for recipient, body in zip(recipients, bodies):
            self.transport.send(recipient.name, body)
        return len(bodies)


class MailerTest(unittest.TestCase):
    recipients = [Recipient("Ada", "Utrecht"), Recipient("Bob", "Delft")]

    def setUp(self) -> None:
        self.transport = mock.Mock()

    def test_serial(self) -> None:
        with mock.patch(f"{__name__}.render", side_effect=lambda t, r: r.name.upper()) as fake:
            Mailer(self.transport).merge("x", self.recipients)
        self.assertEqual(fake.call_count, 2)
        self.transport.send.assert_any_call("Ada", "ADA")

    def test_processes(self) -> None:
        self.assertEqual(Mailer(self.transport, workers=2).merge("Hi $name", self.recipients), 2)
        self.transport.send.assert_any_call("Bob", "Hi Bob")

    def test_uses_requested_number_of_workers(self) -> None:
        with mock.patch(f"{__name__}.ProcessPoolExecutor") as factory:
            factory.return_value.__enter__.return_value.map = lambda fn, *its: map(fn, *its)
            Mailer(self.transport, workers=7).merge("$city", self.recipients)
        factory.assert_called_once_with(7)

    def test_local_process_is_mocked(self) -> None:
        def local() -> None:
            raise AssertionError("must not run")

        with mock.patch.object(multiprocessing, "Process") as fake:
            proc = multiprocessing.Process(target=local)
            proc.start()
        fake.return_value.start.assert_called_once_with()


if __name__ == "__main__":
    unittest.main(verbosity=0)
