"""The command ``contracts``."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.commands import bundle, checks, diff, drift, replay, rules, test, usage, validate
from contracts.terminal import Parser, guard

EPILOG = """\
examples:
  contracts validate openapi.yaml                 one document
  contracts validate specs/*.yaml && echo good    several, for a script
  contracts test openapi.yaml --url http://127.0.0.1:8080
                                                  an implementation against its contract
  contracts replay cases/ --url http://127.0.0.1:8080
                                                  an implementation against recorded answers
  contracts bundle api/openapi.yaml -o one.yaml   several files into one
  contracts diff git:main:openapi.yaml openapi.yaml
                                                  what changed, and whether it breaks clients

exit codes: 0 clean, 1 findings, 2 wrong usage or unreadable input"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    return guard(lambda: _execute(arguments))


def _execute(arguments: Sequence[str] | None) -> int:
    parser = Parser(
        prog="contracts",
        description="Hold OpenAPI documents against their rules, and implementations against their documents.",
        epilog=EPILOG,
    )
    parser.add_version()
    verbs = parser.verbs()
    for verb in (validate, rules, test, checks, replay, diff, usage, drift, bundle):
        verb.add_to(verbs)
    namespace = parser.parse(arguments)
    code: int = namespace.execute(namespace)
    return code
