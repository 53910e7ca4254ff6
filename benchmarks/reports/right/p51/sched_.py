"""The names the application uses (``sched`` itself would hide the standard module)."""
from jobsched.config import Config
from jobsched.jobs import Job, Status
from jobsched.scheduler import CycleError, Scheduler

__all__ = ["Config", "CycleError", "Job", "Scheduler", "Status"]
