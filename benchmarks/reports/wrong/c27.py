#!/usr/bin/env python3
"""Replay recorded requests against a route planner and store the answers."""
import argparse
import json
import multiprocessing
import os
import tempfile
import time


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--test-file", help="one JSON request per line")
    parser.add_argument("--output-dir")
    parser.add_argument("--concurrency", type=int, default=2)
    return parser.parse_args()


class Session:
    def __init__(self, output_dir):
        self.output_dir = output_dir
        self.opened = time.time()

    def post(self, request):
        return {"id": request["id"], "distance": request["to"] - request["from"]}


def initialize(parsed):
    global session, options
    session = Session(parsed.output_dir)
    options = parsed


def make_request(line):
    try:
        request = json.loads(line)
        answer = session.post(request)
        with open(os.path.join(options.output_dir, "%03d.json" % request["id"]), "w") as fh:
            json.dump(answer, fh)
        return True
    except Exception as exc:
        print(exc)
        return False


def load(parsed):
    if parsed.test_file:
        with open(parsed.test_file) as fh:
            return fh.read().splitlines()
    return [json.dumps({"id": n, "from": n, "to": n * 3}) for n in range(6)]


def main():
    parsed = parse()
    parsed.output_dir = parsed.output_dir or tempfile.mkdtemp(prefix="routes-")
    lines = load(parsed)
    with multiprocessing.Pool(parsed.concurrency, initializer=initialize(parsed)) as pool:
        saved = sum(pool.map(make_request, lines))
    print("saved %d of %d results" % (saved, len(lines)))


if __name__ == "__main__":
    main()
