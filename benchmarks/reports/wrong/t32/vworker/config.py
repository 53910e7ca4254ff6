from dataclasses import dataclass, field


@dataclass
class WorkerConfig:
    name: str
    concurrency: int = 1
    jobs: list = field(default_factory=list)
    monitor: bool = True
