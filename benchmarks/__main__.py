"""Entry point of ``python -m benchmarks``; the names in :data:`COMMANDS` are commands of their own."""

import sys

from benchmarks import cli, servers
from benchmarks.applications import cli as applications
from benchmarks.console import cli as console
from benchmarks.control import cli as control
from benchmarks.corpus import cli as corpus
from benchmarks.families import cli as families
from benchmarks.large import cli as large
from benchmarks.stores import cli as stores
from benchmarks.suite import cli as scenarios
from benchmarks.testing import cli as testing

COMMANDS = {
    "console": console.main,
    "control": control.main,
    "corpus": corpus.main,
    "families": families.main,
    "applications": applications.main,
    "large": large.main,
    "servers": servers.main,
    "scenarios": scenarios.main,
    "stores": stores.main,
    "testing": testing.main,
}

name = sys.argv[1] if len(sys.argv) > 1 else ""
sys.exit(COMMANDS[name](sys.argv[2:]) if name in COMMANDS else cli.main())
