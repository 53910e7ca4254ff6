from flow.pipeline import Pipeline
from flow.steps import Double, Drop, Label


def main():
    out = Pipeline([Double(), Drop(6), Label("n=")]).run(range(6))
    assert out == ["n=0", "n=2", "n=4", "n=8", "n=10"], out
    print(out)


if __name__ == "__main__":
    main()
