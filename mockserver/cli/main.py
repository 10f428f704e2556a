"""The programs ``mockserver`` and ``casemock``. Each command is a module of ``mockserver.cli``."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.cli.support import Parser, run_command
from mockserver.cli import generate, routes, score, webhook
from mockserver.cli import run as serve_command

DESCRIPTION = "Mock server for HTTP APIs that are described by OpenAPI documents."

EPILOG = """\
examples:
  mockserver run                                  the bundled case APIs on http://127.0.0.1:8080
  mockserver run petstore.yaml --port 4010        your own document
  mockserver routes petstore.yaml                 list operations with curl commands
  mockserver generate petstore.yaml --schema Pet -n 100 > pets.ndjson
  mockserver webhook newPet --spec petstore.yaml --to http://localhost:3000/hooks
  mockserver score petstore.yaml                  mutation score of 'contracts test'

'casemock' is short for 'mockserver run'. 'mockserver COMMAND --help' shows the options of a command.
exit codes: 0 success, 1 'score' found surviving mutants or 'webhook' an undocumented response,
2 wrong usage or unreadable input, 70 internal error, 130 interrupted"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``mockserver`` and return its exit code."""
    return run_command(lambda: _execute(build_parser(), arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run ``casemock``, short for ``mockserver run``, and return its exit code."""
    return run_command(lambda: _execute(build_casemock_parser(), arguments))


def build_casemock_parser() -> Parser:
    """Return the parser of ``casemock``."""
    return serve_command.configure(Parser(prog="casemock", description=serve_command.DESCRIPTION).add_version())


def build_parser() -> Parser:
    """Return the parser of ``mockserver`` with all commands."""
    parser = Parser(prog="mockserver", description=DESCRIPTION, epilog=EPILOG).add_version()
    commands = parser.commands()
    modules = {"run": serve_command, "routes": routes, "generate": generate, "webhook": webhook, "score": score}
    for name, command in modules.items():
        command.configure(commands.add_parser(name, help=command.HELP, description=command.DESCRIPTION))
    return parser


def _execute(parser: Parser, arguments: Sequence[str] | None) -> int:
    namespace = parser.parse(arguments)
    code: int = namespace.execute(namespace)
    return code
