from dataclasses import dataclass, field


@dataclass
class Settings:
    stems: list = field(default_factory=list)
    model: str = "bs_roformer"
    timeout: float = 10.0
