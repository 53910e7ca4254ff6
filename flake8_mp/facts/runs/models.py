"""The models, in the order in which their handlers are called."""

from __future__ import annotations

from flake8_mp.facts.models.channels.asked_to_end import AskedToEnd
from flake8_mp.facts.models.channels.closed_ends import ClosedEnds
from flake8_mp.facts.models.channels.consumers import Consumers
from flake8_mp.facts.models.channels.copies import Copies
from flake8_mp.facts.models.channels.cut_off import CutOffWriters
from flake8_mp.facts.models.channels.draining import Draining
from flake8_mp.facts.models.channels.measures import Measures
from flake8_mp.facts.models.channels.missing_sentinels import MissingSentinels
from flake8_mp.facts.models.channels.payloads import Payloads
from flake8_mp.facts.models.channels.pipes import Pipes
from flake8_mp.facts.models.channels.queue_states import QueueStates
from flake8_mp.facts.models.channels.queues import Queues
from flake8_mp.facts.models.channels.relays import Relays
from flake8_mp.facts.models.channels.traffic import Traffic
from flake8_mp.facts.models.channels.weights import Weights
from flake8_mp.facts.models.handover.bad_arguments import BadArguments
from flake8_mp.facts.models.handover.handover import Handover
from flake8_mp.facts.models.handover.keywords import Keywords
from flake8_mp.facts.models.handover.left_out import LeftOut
from flake8_mp.facts.models.handover.loaded_modules import LoadedModules
from flake8_mp.facts.models.handover.measured_types import MeasuredTypes
from flake8_mp.facts.models.handover.pickling import Pickling
from flake8_mp.facts.models.handover.rebuilding import Rebuilding
from flake8_mp.facts.models.handover.reducers import Reducers
from flake8_mp.facts.models.handover.signatures import Signatures
from flake8_mp.facts.models.locks.barriers import Barriers
from flake8_mp.facts.models.locks.guarded import GuardedCode
from flake8_mp.facts.models.locks.interrupted_waits import InterruptedWaits
from flake8_mp.facts.models.locks.killed_holders import KilledHolders
from flake8_mp.facts.models.locks.left_early import LeftEarly
from flake8_mp.facts.models.locks.left_held import LeftHeld
from flake8_mp.facts.models.locks.lock_holders import LockHolders
from flake8_mp.facts.models.locks.notifications import Notifications
from flake8_mp.facts.models.locks.private_locks import PrivateLocks
from flake8_mp.facts.models.memory.attachments import Attachments
from flake8_mp.facts.models.memory.block_names import BlockNames
from flake8_mp.facts.models.memory.block_owners import BlockOwners
from flake8_mp.facts.models.memory.blocks import Blocks
from flake8_mp.facts.models.memory.bypassed import BypassedValues
from flake8_mp.facts.models.memory.child_blocks import ChildBlocks
from flake8_mp.facts.models.memory.early_unlinks import EarlyUnlinks
from flake8_mp.facts.models.memory.lost_blocks import LostBlocks
from flake8_mp.facts.models.memory.resources import Resources
from flake8_mp.facts.models.memory.slices import ArraySlices
from flake8_mp.facts.models.memory.updates import Updates
from flake8_mp.facts.models.memory.views import Views
from flake8_mp.facts.models.model import Model
from flake8_mp.facts.models.outside.interpreters import Interpreters
from flake8_mp.facts.models.outside.joblib import Joblib
from flake8_mp.facts.models.outside.pytorch import PyTorch
from flake8_mp.facts.models.pools.asked_results import AskedResults
from flake8_mp.facts.models.pools.choices import Choices
from flake8_mp.facts.models.pools.costs import Costs
from flake8_mp.facts.models.pools.early_reads import EarlyReads
from flake8_mp.facts.models.pools.futures import Futures
from flake8_mp.facts.models.pools.interpreter_exit import InterpreterExit
from flake8_mp.facts.models.pools.interrupts import Interrupts
from flake8_mp.facts.models.pools.pairings import Pairings
from flake8_mp.facts.models.pools.pauses import Pauses
from flake8_mp.facts.models.pools.pools import Pools
from flake8_mp.facts.models.pools.repeats import Repeats
from flake8_mp.facts.models.pools.results import Results
from flake8_mp.facts.models.pools.tasks import Tasks
from flake8_mp.facts.models.pools.time_limits import TimeLimits
from flake8_mp.facts.models.pools.unread import Unread
from flake8_mp.facts.models.processes.at_exit import AtExit
from flake8_mp.facts.models.processes.coroutines import Coroutines
from flake8_mp.facts.models.processes.exits import Exits
from flake8_mp.facts.models.processes.forking import Forking
from flake8_mp.facts.models.processes.guards import Guards
from flake8_mp.facts.models.processes.handler_cleanup import HandlerCleanup
from flake8_mp.facts.models.processes.identity import ProcessIdentity
from flake8_mp.facts.models.processes.idle import IdleProcesses
from flake8_mp.facts.models.processes.left_waiting import LeftWaiting
from flake8_mp.facts.models.processes.lifecycle import ProcessLifecycle
from flake8_mp.facts.models.processes.main_process_name import MainProcessName
from flake8_mp.facts.models.processes.methods_in_use import MethodsInUse
from flake8_mp.facts.models.processes.none_results import NoneResults
from flake8_mp.facts.models.processes.parentage import Parentage
from flake8_mp.facts.models.processes.process_classes import ProcessClasses
from flake8_mp.facts.models.processes.reserved_attributes import ReservedAttributes
from flake8_mp.facts.models.processes.returned_children import ReturnedChildren
from flake8_mp.facts.models.processes.short_lived import ShortLivedPrimitives
from flake8_mp.facts.models.processes.signal_handlers import SignalHandlers
from flake8_mp.facts.models.processes.signals import Signals
from flake8_mp.facts.models.processes.skipped_cleanup import SkippedCleanup
from flake8_mp.facts.models.processes.start_methods import StartMethods
from flake8_mp.facts.models.processes.starting import Starting
from flake8_mp.facts.models.processes.stop_flags import StopFlags
from flake8_mp.facts.models.processes.threads import Threads
from flake8_mp.facts.models.processes.unwaited_children import UnwaitedChildren
from flake8_mp.facts.models.processes.unwritten import Unwritten
from flake8_mp.facts.models.proxies.proxies import Proxies
from flake8_mp.facts.models.proxies.referents import Referents
from flake8_mp.facts.models.proxies.servers import Servers
from flake8_mp.facts.models.python.builtin_calls import BuiltinCalls
from flake8_mp.facts.models.python.caches import Caches
from flake8_mp.facts.models.python.command_lines import CommandLines
from flake8_mp.facts.models.python.lost_patches import LostPatches
from flake8_mp.facts.models.python.module_names import ModuleNames
from flake8_mp.facts.models.python.options import Options
from flake8_mp.facts.models.python.patches import Patches
from flake8_mp.facts.models.python.test_runners import TestRunners
from flake8_mp.facts.models.python.types import Types
from flake8_mp.facts.models.workers.buffers import Buffers
from flake8_mp.facts.models.workers.cached_results import CachedResults
from flake8_mp.facts.models.workers.clients import Clients
from flake8_mp.facts.models.workers.concurrency import Concurrency
from flake8_mp.facts.models.workers.copied_generators import CopiedGenerators
from flake8_mp.facts.models.workers.copied_methods import CopiedMethods
from flake8_mp.facts.models.workers.environment import Environment
from flake8_mp.facts.models.workers.exceptions import Exceptions
from flake8_mp.facts.models.workers.files import Files
from flake8_mp.facts.models.workers.filled_containers import FilledContainers
from flake8_mp.facts.models.workers.identities import Identities
from flake8_mp.facts.models.workers.import_reads import ImportReads
from flake8_mp.facts.models.workers.imports_again import ImportsAgain
from flake8_mp.facts.models.workers.inherited_files import InheritedFiles
from flake8_mp.facts.models.workers.inherited_names import InheritedNames
from flake8_mp.facts.models.workers.inherited_programs import InheritedPrograms
from flake8_mp.facts.models.workers.initializers import Initializers
from flake8_mp.facts.models.workers.late_settings import LateSettings
from flake8_mp.facts.models.workers.loggers import Loggers
from flake8_mp.facts.models.workers.loops import Loops
from flake8_mp.facts.models.workers.module_state import ModuleState
from flake8_mp.facts.models.workers.own_changes import OwnChanges
from flake8_mp.facts.models.workers.own_names import OwnNames
from flake8_mp.facts.models.workers.process_settings import ProcessSettings
from flake8_mp.facts.models.workers.second_copies import SecondCopies
from flake8_mp.facts.models.workers.set_elsewhere import SetElsewhere
from flake8_mp.facts.models.workers.standard_input import StandardInput
from flake8_mp.facts.models.workers.thread_primitives import ThreadPrimitives
from flake8_mp.facts.models.workers.unshared_state import UnsharedState
from flake8_mp.facts.models.workers.worker_caches import WorkerCaches
from flake8_mp.facts.models.workers.workers import Workers
from flake8_mp.facts.runs.reach import Reach

MODELS: tuple[type[Model], ...] = (
    StartMethods,
    MethodsInUse,
    Guards,
    Pickling,
    Handover,
    BuiltinCalls,
    LoadedModules,
    Types,
    Views,
    MeasuredTypes,
    CommandLines,
    ModuleNames,
    Options,
    Forking,
    ReturnedChildren,
    Starting,
    Threads,
    Resources,
    LostBlocks,
    AtExit,
    Clients,
    ShortLivedPrimitives,
    InheritedNames,
    CopiedGenerators,
    OwnNames,
    SetElsewhere,
    InheritedPrograms,
    InheritedFiles,
    Exceptions,
    Workers,
    Initializers,
    ProcessIdentity,
    ProcessLifecycle,
    NoneResults,
    IdleProcesses,
    ProcessClasses,
    ReservedAttributes,
    StopFlags,
    BadArguments,
    Keywords,
    Signatures,
    Pauses,
    Pools,
    AskedResults,
    Results,
    EarlyReads,
    Pairings,
    Futures,
    TimeLimits,
    InterpreterExit,
    Interrupts,
    Tasks,
    Payloads,
    Weights,
    Traffic,
    Draining,
    Relays,
    Queues,
    Consumers,
    MissingSentinels,
    AskedToEnd,
    QueueStates,
    CutOffWriters,
    Pipes,
    ClosedEnds,
    Copies,
    Servers,
    Proxies,
    Referents,
    LockHolders,
    LeftHeld,
    LeftEarly,
    Notifications,
    KilledHolders,
    Barriers,
    InterruptedWaits,
    Loops,
    GuardedCode,
    Updates,
    Concurrency,
    BlockNames,
    Blocks,
    ArraySlices,
    BlockOwners,
    EarlyUnlinks,
    ChildBlocks,
    Attachments,
    BypassedValues,
    PrivateLocks,
    Rebuilding,
    Reducers,
    LeftOut,
    Caches,
    CachedResults,
    UnsharedState,
    OwnChanges,
    CopiedMethods,
    WorkerCaches,
    SecondCopies,
    FilledContainers,
    ThreadPrimitives,
    SignalHandlers,
    Signals,
    HandlerCleanup,
    Parentage,
    UnwaitedChildren,
    Loggers,
    ImportsAgain,
    ImportReads,
    Identities,
    Files,
    Buffers,
    Exits,
    SkippedCleanup,
    MainProcessName,
    Unwritten,
    LeftWaiting,
    ProcessSettings,
    LateSettings,
    StandardInput,
    ModuleState,
    Measures,
    Repeats,
    Unread,
    Choices,
    Coroutines,
    Costs,
    Interpreters,
    PyTorch,
    Joblib,
    LostPatches,
    Patches,
    TestRunners,
    Reach,
    Environment,
)
"""One of each: the handlers of the first are called first."""
