from __future__ import annotations

from pipe.pipeline import Pipeline
from pipe.stages import Stage, parse, price, render


def main() -> None:
    pipeline = Pipeline(
        [Stage("parse", parse), Stage("price", price, workers=3), Stage("render", render)]
    )
    lines = [f"item{i};{i};{i % 7 + 1}" for i in range(60)]
    rendered = pipeline.run(lines)
    print("rendered", len(rendered), rendered[0])


if __name__ == "__main__":
    main()
