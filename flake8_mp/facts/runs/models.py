"""The models, in the order in which they hear."""

from __future__ import annotations

from flake8_mp.facts.models.blocking import Blocking
from flake8_mp.facts.models.blocks import Blocks
from flake8_mp.facts.models.children import Children
from flake8_mp.facts.models.circumstances import Circumstances
from flake8_mp.facts.models.clients import Clients
from flake8_mp.facts.models.command_lines import CommandLines
from flake8_mp.facts.models.concurrency import Concurrency
from flake8_mp.facts.models.consumers import Consumers
from flake8_mp.facts.models.copies import Copies
from flake8_mp.facts.models.costs import Costs
from flake8_mp.facts.models.draining import Draining
from flake8_mp.facts.models.effects import Effects
from flake8_mp.facts.models.endings import Endings
from flake8_mp.facts.models.exits import Exits
from flake8_mp.facts.models.files import Files
from flake8_mp.facts.models.forking import Forking
from flake8_mp.facts.models.guards import Guards
from flake8_mp.facts.models.handover import Handover
from flake8_mp.facts.models.holding import Holding
from flake8_mp.facts.models.imports_again import ImportsAgain
from flake8_mp.facts.models.interpreters import Interpreters
from flake8_mp.facts.models.keywords import Keywords
from flake8_mp.facts.models.lifelines import Lifelines
from flake8_mp.facts.models.lives import Lives
from flake8_mp.facts.models.loaders import Loaders
from flake8_mp.facts.models.locks import Locks
from flake8_mp.facts.models.logs import Logs
from flake8_mp.facts.models.loops import Loops
from flake8_mp.facts.models.measures import Measures
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.opinions import Opinions
from flake8_mp.facts.models.outside import Outside
from flake8_mp.facts.models.payloads import Payloads
from flake8_mp.facts.models.pickling import Pickling
from flake8_mp.facts.models.pipes import Pipes
from flake8_mp.facts.models.plain_calls import PlainCalls
from flake8_mp.facts.models.pools import Pools
from flake8_mp.facts.models.process_classes import ProcessClasses
from flake8_mp.facts.models.proxies import Proxies
from flake8_mp.facts.models.queues import Queues
from flake8_mp.facts.models.rebuilding import Rebuilding
from flake8_mp.facts.models.reducers import Reducers
from flake8_mp.facts.models.refusals import Refusals
from flake8_mp.facts.models.repeats import Repeats
from flake8_mp.facts.models.resources import Resources
from flake8_mp.facts.models.results import Results
from flake8_mp.facts.models.servers import Managers
from flake8_mp.facts.models.sharing import Sharing
from flake8_mp.facts.models.signals import Signals
from flake8_mp.facts.models.signatures import Signatures
from flake8_mp.facts.models.start_methods import StartMethods
from flake8_mp.facts.models.tasks import Tasks
from flake8_mp.facts.models.threads import Threads
from flake8_mp.facts.models.traffic import Traffic
from flake8_mp.facts.models.tried import Tried
from flake8_mp.facts.models.unread import Unread
from flake8_mp.facts.models.updates import Updates
from flake8_mp.facts.models.views import Views
from flake8_mp.facts.models.workers import Workers
from flake8_mp.facts.runs.reach import Reach

MODELS: tuple[type[Model], ...] = (
    StartMethods,
    Guards,
    Pickling,
    Handover,
    PlainCalls,
    Views,
    Tried,
    CommandLines,
    Forking,
    Effects,
    Threads,
    Resources,
    Clients,
    Lifelines,
    Children,
    Workers,
    Lives,
    ProcessClasses,
    Refusals,
    Keywords,
    Signatures,
    Pools,
    Results,
    Endings,
    Tasks,
    Payloads,
    Traffic,
    Draining,
    Queues,
    Consumers,
    Pipes,
    Copies,
    Managers,
    Proxies,
    Holding,
    Loops,
    Updates,
    Concurrency,
    Blocks,
    Locks,
    Rebuilding,
    Reducers,
    Sharing,
    Signals,
    Logs,
    ImportsAgain,
    Files,
    Exits,
    Circumstances,
    Measures,
    Repeats,
    Unread,
    Opinions,
    Blocking,
    Costs,
    Interpreters,
    Loaders,
    Outside,
    Reach,
)
"""One of each: the first hear what happens first."""
