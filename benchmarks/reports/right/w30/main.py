import asyncio
import sys

from gateway.app import Gateway


async def run() -> list[str]:
    async with Gateway(workers=2) as gateway:
        ticking = asyncio.create_task(gateway.heartbeat())
        answers = await asyncio.gather(*(gateway.render(f"page {n}") for n in range(4)))
        ticking.cancel()
        return answers


def main() -> int:
    for answer in asyncio.run(run()):
        print(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
