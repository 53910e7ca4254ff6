"""Messages call things what the code calls them at the place, and in another file by their class."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_mp.engine import lint

CLASSES = """\
import functools
import multiprocessing as mp
import threading


class Holder:
    def __init__(self):
        self.lock = threading.Lock()

    def run(self, *given):
        pass


class Process(mp.Process):
    def __init__(self):
        super().__init__()
        self.lock = threading.Lock()


class Owner:
    def __init__(self):
        self.holder = Holder()
        self.holders = {"first": [self.holder]}

    def run(self, *given):
        pass

"""


def message(text: str, code: str = "MP206") -> str:
    (found,) = [each.message for each in lint(text) if each.code == code]
    return found


@pytest.mark.parametrize(
    ("start", "name"),
    [
        ("mp.Process(target=self.run).start()", "self.holder.lock"),
        ("mp.Process(target=functools.partial(self.run, 1)).start()", "self.holder.lock"),
        ("mp.Process(target=print, args=(self,)).start()", "self.holder.lock"),
        ("mp.Process(target=self.holder.run).start()", "self.holder.lock"),
        ("mp.Process(target=print, args=(self.holder,)).start()", "self.holder.lock"),
        ("mp.Process(target=print, args=([self.holder],)).start()", "self.holder.lock"),
        ("mp.Process(target=print, args=([1, self.run],)).start()", "self.holder.lock"),
        ("other = Holder()\n        mp.Process(target=other.run).start()", "other.lock"),
        ("other = Holder()\n        mp.Process(target=print, args=({'a': [other]},)).start()", "other.lock"),
        ("mp.Process(target=Holder().run).start()", "Holder.lock"),
        ("mp.Pool(2).map(Holder.run, [Holder() for _ in range(3)])", "Holder.lock"),
    ],
)
def test_what_an_object_is_called_where_it_is_sent(start: str, name: str) -> None:
    said = message(f"{CLASSES}    def start(self):\n        {start}\n")
    assert said == f"`{name}`, a `threading.Lock`, cannot be pickled; add `__getstate__` and `__setstate__`"


def test_the_first_parameter_is_called_as_it_is_there() -> None:
    said = message(f"{CLASSES}    def start(this):\n        mp.Process(target=this.run).start()\n")
    assert said.startswith("`this.holder.lock`, ")


@pytest.mark.parametrize(("start", "name"), [("other = Process()\n        other", "other"), ("Process()", "Process")])
def test_a_process_makes_what_it_needs_when_it_runs(start: str, name: str) -> None:
    said = message(f"{CLASSES}    def start(self):\n        {start}.start()\n")
    assert said == f"`{name}.lock`, a `threading.Lock`, cannot be pickled; create it in `run()`"


def test_what_is_deeper_in_a_process_is_not_made_when_it_runs() -> None:
    text = CLASSES.replace(
        "        self.lock = threading.Lock()\n\n\nclass Owner", "        self.holder = Holder()\n\n\nclass Owner"
    )
    said = message(f"{text}    def start(self):\n        Process().start()\n")
    assert said.startswith("`Process.holder.lock`, ")
    assert said.endswith("add `__getstate__` and `__setstate__`")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            CLASSES.replace("self.holder = ", "self.preprocessing_configuration = ").replace("[self.holder]", "[]"),
            "`self.preprocessing_configuration.lock`, a `threading.Lock`, cannot be pickled; add `__getstate__`",
        ),
        (
            CLASSES.replace("self.holder = ", "self.preprocessing_configuration_of_it = ").replace(
                "[self.holder]", "[]"
            ),
            "`self.preprocessing_configuration_of_it.lock`, a `threading.Lock`, cannot be pickled; do not send it",
        ),
        (
            CLASSES.replace("self.holder = ", f"self.{'preprocessing_' * 5}one = ").replace("[self.holder]", "[]"),
            "`lock`, a `threading.Lock`, cannot be pickled; add `__getstate__` and `__setstate__`",
        ),
    ],
)
def test_a_name_is_not_cut_where_a_shorter_remedy_makes_room(text: str, said: str) -> None:
    assert message(f"{text}    def start(self):\n        mp.Process(target=self.run).start()\n") == said


def test_what_is_in_a_container_is_an_item_of_it() -> None:
    text = CLASSES.replace("self.holder = Holder()", "self.locks = [threading.Lock()]").replace("[self.holder]", "[]")
    said = message(f"{text}    def start(self):\n        mp.Process(target=self.run).start()\n")
    assert said == "an item of `self.locks`, a `threading.Lock`, cannot be pickled; add `__getstate__`"


def test_where_there_is_no_room_for_it_the_remedy_is_shorter() -> None:
    text = CLASSES.replace("threading.Lock()", "threading.BoundedSemaphore()")
    said = message(f"{text}    def start(self):\n        mp.Process(target=self.run).start()\n")
    assert said == "`self.holder.lock`, a `threading.BoundedSemaphore`, cannot be pickled; add `__getstate__`"


@pytest.mark.parametrize(
    ("method", "called"),
    [
        ("def start(self):\n        mp.Process(target=self.run).start()", "Optimizer.queue"),
        ("def start(this):\n        mp.Process(target=this.run).start()", "Optimizer.queue"),
        (
            "def start(self):\n        for each in (self,):\n            mp.Process(target=each.run).start()",
            "each.queue",
        ),
    ],
)
def test_in_another_file_it_is_the_class_that_has_it(method: str, called: str, tmp_path: Path) -> None:
    (tmp_path / "optimizing.py").write_text(
        "import multiprocessing as mp\n\n\nclass Optimizer:\n    def __init__(self, queue):\n        self.queue = queue\n\n"
        f"    def run(self):\n        pass\n\n    {method}\n",
        encoding="utf-8",
    )
    text = "import threading\n\nfrom optimizing import Optimizer\n\nOptimizer(threading.Lock()).start()\n"
    path = tmp_path / "main.py"
    path.write_text(text, encoding="utf-8")
    (finding,) = [each for each in lint(text, str(path)) if each.code == "MP206"]
    assert finding.message.startswith(f"`{called}`, a `threading.Lock`, ")
    assert "(in optimizing.py:1" in finding.text


def test_a_static_method_has_no_object(tmp_path: Path) -> None:
    (tmp_path / "jobs.py").write_text(
        "import multiprocessing as mp\n\n\nclass Jobs:\n    @staticmethod\n    def start(job):\n"
        "        mp.Process(target=print, args=(job,)).start()\n",
        encoding="utf-8",
    )
    text = (
        "import threading\n\nfrom jobs import Jobs\n\n\nclass Job:\n    def __init__(self):\n"
        "        self.lock = threading.Lock()\n\n\nJobs.start(Job())\n"
    )
    path = tmp_path / "main.py"
    path.write_text(text, encoding="utf-8")
    (finding,) = [each for each in lint(text, str(path)) if each.code == "MP206"]
    assert finding.message.startswith("`job.lock`, ")


def test_so_it_is_with_a_shorter_remedy(tmp_path: Path) -> None:
    (tmp_path / "optimizing.py").write_text(
        "import multiprocessing as mp\n\n\nclass Optimizer:\n    def __init__(self, pool):\n        self.evaluation_pool = pool\n\n"
        "    def run(self):\n        pass\n\n    def start(self):\n        mp.Process(target=self.run).start()\n",
        encoding="utf-8",
    )
    text = (
        "import threading\n\nfrom optimizing import Optimizer\n\n\nclass Pool:\n    def __init__(self):\n"
        "        self.lock = threading.Lock()\n\n\nOptimizer(Pool()).start()\n"
    )
    path = tmp_path / "main.py"
    path.write_text(text, encoding="utf-8")
    (finding,) = [each for each in lint(text, str(path)) if each.code == "MP206"]
    assert finding.message.startswith("`Optimizer.evaluation_pool.lock`, a `threading.Lock`, ")


GUARD = 'put it under `if __name__ == "__main__":`'


@pytest.mark.parametrize(
    ("text", "started"),
    [
        ("from tqdm.contrib.concurrent import process_map\n\nprocess_map(abs, [1])\n", "the workers of `process_map`"),
        (
            "from torch.utils.data import DataLoader\n\nfor item in DataLoader([1], num_workers=2):\n    print(item)\n",
            "the workers of a `DataLoader`",
        ),
        ("import multiprocessing as mp\n\nmp.Pool(2)\n", "a `Pool`"),
    ],
)
def test_what_starts_is_called_as_it_is_in_the_code(text: str, started: str) -> None:
    assert message(text, "MP101") == f"importing this file starts {started}; {GUARD}"


def test_the_remedy_is_shorter_where_there_is_no_room_for_it(tmp_path: Path) -> None:
    path = tmp_path / "conftest.py"
    path.write_text("", encoding="utf-8")
    text = "from torch.utils.data import DataLoader\n\nfor item in DataLoader([1], num_workers=2):\n    print(item)\n"
    (said,) = [each.message for each in lint(text, str(path)) if each.code == "MP101"]
    assert said == "importing this file starts the workers of a `DataLoader`; start them in a function"
