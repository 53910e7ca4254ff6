import argparse
import sys

from engine.plugins import load_general_plugins
from engine.registry import ModelRegistry
from engine.runner import EngineClient


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--plugins", default="extra_models")
    parser.add_argument("--arch", default="TinyForCausalLM")
    args = parser.parse_args()
    plugins = args.plugins.split(",")
    load_general_plugins(plugins)
    if args.arch not in ModelRegistry.supported():
        parser.error(f"unknown architecture {args.arch}")
    with EngineClient(args.arch, plugins) as client:
        for prompt in ("hello", "static analysis"):
            print(client.generate(prompt))
    return 0


if __name__ == "__main__":
    sys.exit(main())
