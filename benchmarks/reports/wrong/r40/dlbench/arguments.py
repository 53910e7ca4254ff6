from dataclasses import dataclass


@dataclass
class ConfigArguments:
    """All parameters of a run; one instance per program."""

    batch_size: int = 4
    record_length: int = 64
    num_files: int = 5
    read_threads: int = 2

    __instance = None

    @classmethod
    def get_instance(cls):
        if ConfigArguments.__instance is None:
            ConfigArguments.__instance = ConfigArguments()
        return ConfigArguments.__instance

    def load(self, overrides):
        for key, value in overrides.items():
            setattr(self, key, int(value))
