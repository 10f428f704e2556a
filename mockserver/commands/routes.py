"""``mockserver routes``: what would be served, where, and with which credentials."""

from __future__ import annotations

import argparse
import sys

from contracts.terminal import OK, Parser, write
from mockserver.commands.flags import add_flags, settings_of

HELP = "list what is served, with the credentials needed and a curl line each"

DESCRIPTION = "List what 'mockserver run' would serve: method, path, operation, credentials, and a curl line for each."

EPILOG = """\
examples:
  {prog}                              the bundled document
  {prog} petstore.yaml --port 4010    with the base URL that 'mockserver run' would have
  {prog} petstore.yaml | grep POST    plain text in a pipe"""


def configure(parser: Parser) -> Parser:
    """Add the verb's arguments to its parser."""
    parser.epilog = EPILOG.format(prog=parser.prog)
    add_flags(parser, "specs", "api", "host", "port", "seed", "locale")
    parser.set_defaults(execute=execute, parser=parser)
    return parser


def execute(arguments: argparse.Namespace) -> int:
    """Print the table and the curl lines."""
    settings = settings_of(arguments)
    import contracts  # noqa: PLC0415 (here and below: the message for a wrong flag needs none of this)
    from mockserver.console.index import (
        Index,  # noqa: PLC0415
        base_url,  # noqa: PLC0415
    )
    from mockserver.console.text import print_routes, routes_text  # noqa: PLC0415
    from mockserver.mount import mount  # noqa: PLC0415
    from mockserver.settings import specs_of  # noqa: PLC0415

    mounted = mount([contracts.load(spec) for spec in specs_of(settings)], settings.api)
    data = Index(mounted, settings).data(base_url(settings.host, settings.port))
    if sys.stdout.isatty():
        print_routes(data)
    else:
        write(routes_text(data))
    return OK
