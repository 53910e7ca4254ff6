from dataclasses import dataclass, field


@dataclass
class Config:
    name: str
    models: list = field(default_factory=list)
    warmup: int = 1
