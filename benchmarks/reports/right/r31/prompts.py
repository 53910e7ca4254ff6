from dataclasses import dataclass

from media import Image, MediaWithBytes


@dataclass
class Prompt:
    text: str
    attachment: MediaWithBytes


@dataclass(frozen=True)
class Features:
    tokens: int
    digest: int


def load_prompts(count):
    prompts = []
    for number in range(count):
        image = MediaWithBytes(Image(64 + 16 * number, 64), bytes([number]) * 32)
        prompts.append(Prompt(f"describe picture {number}", image))
    return prompts
