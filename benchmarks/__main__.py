"""Entry point of ``python -m benchmarks``; ``python -m benchmarks families`` is a command of its own."""

import sys

from benchmarks import cli
from benchmarks.families import cli as families

if sys.argv[1:2] == ["families"]:
    sys.exit(families.main(sys.argv[2:]))
sys.exit(cli.main())
