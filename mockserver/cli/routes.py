"""``mockserver routes``: list the operations that would be served."""

from __future__ import annotations

import argparse
import sys

from contracts.cli.support import OK, Parser, write
from mockserver.cli.flags import add_options, settings_of

HELP = "list operations with their credentials and curl commands"

DESCRIPTION = "List the operations that 'mockserver run' would serve: method, path, id, credentials and a curl command."

EPILOG = """\
examples:
  {prog}                              the bundled document
  {prog} petstore.yaml --port 4010    curl commands for this port
  {prog} petstore.yaml | grep POST    plain text if the output is a pipe"""


def configure(parser: Parser) -> Parser:
    """Add the arguments of the command to its parser."""
    parser.epilog = EPILOG.format(prog=parser.prog)
    add_options(parser, "specs", "api", "host", "port", "seed", "locale")
    parser.set_defaults(execute=execute, parser=parser)
    return parser


def execute(arguments: argparse.Namespace) -> int:
    """Print a table of operations and their curl commands."""
    settings = settings_of(arguments)
    import contracts  # noqa: PLC0415 (here and below: imported after the options are checked, for fast error messages)
    from mockserver.console.index import Index, base_url  # noqa: PLC0415
    from mockserver.console.terminal import print_routes, routes_text  # noqa: PLC0415
    from mockserver.mounting import mount  # noqa: PLC0415
    from mockserver.settings import specs_of  # noqa: PLC0415

    mounted = mount([contracts.load(spec) for spec in specs_of(settings)], settings.api)
    data = Index(mounted, settings).data(base_url(settings.host, settings.port))
    if sys.stdout.isatty():
        print_routes(data)
    else:
        write(routes_text(data))
    return OK
