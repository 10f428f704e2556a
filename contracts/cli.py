"""The command ``contracts``."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.commands import validate
from contracts.terminal import Parser, guard

EPILOG = """\
examples:
  contracts validate openapi.yaml                 one document
  contracts validate specs/*.yaml && echo good    several, for a script

exit codes: 0 clean, 1 findings, 2 wrong usage or unreadable input"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    return guard(lambda: _execute(arguments))


def _execute(arguments: Sequence[str] | None) -> int:
    parser = Parser(prog="contracts", description="Hold OpenAPI documents against their rules.", epilog=EPILOG)
    parser.add_version()
    validate.add_to(parser.verbs())
    namespace = parser.parse(arguments)
    code: int = namespace.execute(namespace)
    return code
