"""The command ``contracts``."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.cli import bundle, checks, diff, drift, replay, rules, test, usage, validate
from contracts.cli.support import Parser, run_command

EPILOG = """\
examples:
  contracts validate openapi.yaml                 lint one document
  contracts validate specs/*.yaml && echo valid   lint several documents, in a script
  contracts test openapi.yaml --url http://127.0.0.1:8080
                                                  test an implementation against its contract
  contracts replay cases/ --url http://127.0.0.1:8080
                                                  replay recorded exchanges and compare the responses
  contracts bundle api/openapi.yaml -o one.yaml   combine several files into one
  contracts diff git:main:openapi.yaml openapi.yaml
                                                  list the changes and whether they break clients

exit codes: 0 clean, 1 findings, 2 wrong usage or unreadable input, 70 internal error, 130 interrupted"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    return run_command(lambda: _execute(arguments))


def build_parser() -> Parser:
    """Return the parser of ``contracts`` with all commands."""
    parser = Parser(
        prog="contracts",
        description="Lint OpenAPI documents and test implementations against them.",
        epilog=EPILOG,
    )
    parser.add_version()
    commands = parser.commands()
    for command in (validate, rules, test, checks, replay, diff, usage, drift, bundle):
        command.add_to(commands)
    return parser


def _execute(arguments: Sequence[str] | None) -> int:
    namespace = build_parser().parse(arguments)
    code: int = namespace.execute(namespace)
    return code
