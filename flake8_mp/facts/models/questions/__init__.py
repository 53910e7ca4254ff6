"""What models ask each other, by subject.

Each question is answered by the one model that has a method of its name; `runs/connect.py` sees to that. A question
whose model is not loaded gives the answer that is written here: what is true where that subject does not occur.
"""

from __future__ import annotations

from flake8_mp.facts.models.questions.channels import ChannelQuestions
from flake8_mp.facts.models.questions.costs import CostQuestions
from flake8_mp.facts.models.questions.handover import HandoverQuestions
from flake8_mp.facts.models.questions.locks import LockQuestions
from flake8_mp.facts.models.questions.memory import MemoryQuestions
from flake8_mp.facts.models.questions.options import OptionQuestions
from flake8_mp.facts.models.questions.pickling import PicklingQuestions
from flake8_mp.facts.models.questions.pools import PoolQuestions
from flake8_mp.facts.models.questions.processes import ProcessQuestions
from flake8_mp.facts.models.questions.proxies import ProxyQuestions
from flake8_mp.facts.models.questions.settings import SettingQuestions
from flake8_mp.facts.models.questions.signals import SignalQuestions
from flake8_mp.facts.models.questions.start_methods import StartMethodQuestions
from flake8_mp.facts.models.questions.workers import WorkerQuestions


class Questions(
    StartMethodQuestions,
    PicklingQuestions,
    HandoverQuestions,
    WorkerQuestions,
    ProcessQuestions,
    PoolQuestions,
    ChannelQuestions,
    ProxyQuestions,
    MemoryQuestions,
    LockQuestions,
    SettingQuestions,
    SignalQuestions,
    OptionQuestions,
    CostQuestions,
):
    """All questions."""
