"""Command line: everything at import is cheap and harmless; work starts in cli.run()."""
from survey import cli

main = cli.run

if "__main__" == __name__:
    raise SystemExit(main())
