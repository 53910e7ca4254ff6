import argparse
import logging
import multiprocessing
import pathlib
import sys

LOG = logging.getLogger("analyzer")


class PreAnalysisManager:
    """Collects AST dumps for every translation unit before the real run."""

    def __init__(self, ctu_dir, jobs):
        self.ctu_dir = pathlib.Path(ctu_dir)
        self.jobs = jobs

    def collect(self, actions):
        self.ctu_dir.mkdir(exist_ok=True)
        work = [(action, str(self.ctu_dir)) for action in actions]
        pool = multiprocessing.Pool(self.jobs)
        try:
            pool.starmap_async(pre_analyze, work, chunksize=1)
            pool.close()
        except Exception:
            pool.terminate()
            raise
        finally:
            pool.join()
        LOG.info("pre-analysis finished")


def pre_analyze(action, ctu_dir):
    source = action["source"]
    if not source.endswith((".c", ".cpp")):
        raise ValueError(f"no AST for {source}")
    target = pathlib.Path(ctu_dir) / (source + ".ast")
    target.write_text(f"{source} {' '.join(action['flags'])}\n")


def analyze(actions, ctu_dir):
    available = {path.name for path in pathlib.Path(ctu_dir).glob("*.ast")}
    return [a["source"] for a in actions if a["source"] + ".ast" not in available]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--ctu-dir", default="ctu")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, stream=sys.stdout)
    actions = [{"source": name, "flags": ["-O2"]} for name in ("a.c", "b.cpp", "c.cu", "d.c", "e.hip")]
    PreAnalysisManager(args.ctu_dir, args.jobs).collect(actions)
    missing = analyze(actions, args.ctu_dir)
    print("analysed", len(actions), "actions, without AST:", missing)
    return 0


if __name__ == "__main__":
    sys.exit(main())
