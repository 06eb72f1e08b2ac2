"""Run the command line as ``python -m bargain``."""

from bargain.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
