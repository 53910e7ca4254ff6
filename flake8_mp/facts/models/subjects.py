"""The words that code cannot do without where it makes something of a subject: see :attr:`Model._listens_for`.

What makes an object of one of the kinds bears a name that holds one of the words; a test compares that with the rows
of the library. The words of other modules of the project that are followed count as well.
"""

from __future__ import annotations

PROCESSES = ("Process",)
"""The kind ``Process``."""
FORKS = ("fork",)
"""The kind ``pid of a child``."""
CHANNELS = ("Queue", "Pipe", "onnection", "Event")
"""The kinds of queues, ends of pipes and events."""
LOCKS = ("Lock", "Condition", "Semaphore", "Value", "Array", "Manager")
"""What is acquired and released, and what has such a lock inside."""
NUMBERS = ("Value", "Array", "Manager", "SharedMemory")
"""What several processes read and write element by element."""
PRIMITIVES = ("Lock", "Condition", "Semaphore", "Event", "Barrier", "Queue", "Value", "Array")
"""What is made from a context and owns a semaphore."""
BLOCKS = ("SharedMemory", "ShareableList")
"""Blocks of shared memory."""
MANAGERS = ("Manager",)
"""The kinds of managers, and proxies: code that makes one has a manager."""
POOLS = ("Pool", "Executor", "executor", "arallel", "process_map", "Manager")
"""Pools, executors, and what stands for their results."""
GENERATORS = ("Random", "default_rng")
"""The kinds of random number generators."""
LOGGING = ("logging",)
"""Loggers and their handlers."""
