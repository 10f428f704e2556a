"""The commands ``mockserver`` and ``casemock``; each verb is a module of ``mockserver.commands``."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.terminal import Parser, guard
from mockserver.commands import generate, routes, score
from mockserver.commands import run as play

DESCRIPTION = "Play the HTTP APIs that OpenAPI documents describe."

EPILOG = """\
examples:
  mockserver run                                  the bundled case APIs on http://127.0.0.1:8080
  mockserver run petstore.yaml --port 4010        your own document
  mockserver routes petstore.yaml                 what would be served, with curl lines
  mockserver generate petstore.yaml --schema Pet -n 100 > pets.ndjson
  mockserver score petstore.yaml                  how many wrong servers 'contracts test' finds out

'casemock' is short for 'mockserver run'; 'mockserver COMMAND --help' shows the options of each command.
exit codes: 0 done, 1 'score': some were not found out, 2 wrong usage or unreadable input"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb of ``mockserver`` and return its exit code."""
    return guard(lambda: _execute(_verbs(), arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run ``casemock``, which is ``mockserver run``, and return its exit code."""
    parser = play.configure(Parser(prog="casemock", description=play.DESCRIPTION).add_version())
    return guard(lambda: _execute(parser, arguments))


def _verbs() -> Parser:
    parser = Parser(prog="mockserver", description=DESCRIPTION, epilog=EPILOG).add_version()
    verbs = parser.verbs()
    for name, verb in (("run", play), ("routes", routes), ("generate", generate), ("score", score)):
        verb.configure(verbs.add_parser(name, help=verb.HELP, description=verb.DESCRIPTION))
    return parser


def _execute(parser: Parser, arguments: Sequence[str] | None) -> int:
    namespace = parser.parse(arguments)
    code: int = namespace.execute(namespace)
    return code
