from dataclasses import dataclass, field


@dataclass
class Settings:
    plugins: list[str] = field(default_factory=list)
    workers: int = 2
