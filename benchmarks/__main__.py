"""Entry point of ``python -m benchmarks``; ``families`` and ``applications`` are commands of their own."""

import sys

from benchmarks import cli
from benchmarks.applications import cli as applications
from benchmarks.families import cli as families

if sys.argv[1:2] == ["families"]:
    sys.exit(families.main(sys.argv[2:]))
if sys.argv[1:2] == ["applications"]:
    sys.exit(applications.main(sys.argv[2:]))
sys.exit(cli.main())
