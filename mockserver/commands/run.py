"""``mockserver run``: play documents until Ctrl-C."""

from __future__ import annotations

import argparse

from contracts.terminal import Parser
from mockserver.commands.flags import add_flags, settings_of

HELP = "play OpenAPI documents as a mock server"

DESCRIPTION = "Play OpenAPI documents as a mock server until Ctrl-C. Every answer is made up and fits the document."

EPILOG = """\
examples:
  {prog}                               the bundled case APIs on http://127.0.0.1:8080
  {prog} petstore.yaml --port 4010     your own document
  {prog} --api serverops               one API of the document, at the root
  {prog} --token so_live_me=cases:read a token that may only read
  {prog} --config ci/casemock.toml     settings from a file

Every flag may also stand in the settings file (max_body = "1MiB") or in the environment (CASEMOCK_MAX_BODY=1MiB);
flags go before environment before file. Tokens: [tokens] with so_live_me = ["cases:read"], or true for all scopes.
The index page with every operation is at /__mock__/, Swagger UI at /__mock__/ui/."""


def configure(parser: Parser) -> Parser:
    """Add the verb's arguments to its parser."""
    parser.epilog = EPILOG.format(prog=parser.prog)
    add_flags(
        parser,
        *("specs", "api", "host", "port", "seed", "locale", "static", "strict", "tokens", "cors"),
        *("workers", "reload", "max_body", "verbose", "journal"),
    )
    parser.set_defaults(execute=execute, parser=parser)
    return parser


def execute(arguments: argparse.Namespace) -> int:
    """Serve until a signal ends it."""
    settings = settings_of(arguments)
    from mockserver.serve import serve  # noqa: PLC0415 (the server's imports take longer than a wrong flag's message)

    return serve(settings)
