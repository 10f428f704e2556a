"""``mockserver routes``: list the operations that would be served."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from contracts.cli.support import OK, Parser, write
from contracts.spec.processor_time import with_limited_processor_time
from mockserver.cli.flags import add_options, settings_of

if TYPE_CHECKING:
    from mockserver.mounting import MountedApi

HELP = "list operations with their credentials and curl commands"

DESCRIPTION = """\
List the operations that 'mockserver run' would serve: method, path, id, credentials and a curl command.

With --state, list the collections that were inferred from the document: the role of each operation, where the item and
its id are, the parameters of lists, foreign keys, and the operations without state, each with the reason."""

EPILOG = """\
examples:
  {prog}                              the bundled document
  {prog} petstore.yaml --port 4010    curl commands for this port
  {prog} petstore.yaml --base-path /v2   curl commands below /v2
  {prog} petstore.yaml | grep POST    plain text if the output is a pipe
  {prog} petstore.yaml --state        inferred collections, with reasons"""


def configure(parser: Parser) -> Parser:
    """Add the arguments of the command to its parser."""
    parser.epilog = EPILOG.format(prog=parser.prog)
    add_options(
        parser,
        *("specs", "api", "base_path", "strict_document", "allow_remote", "allow_folders"),
        *("host", "port", "seed", "locale"),
    )
    parser.add_argument("--state", action="store_true", help="show the inferred state instead: collections and roles")
    parser.set_defaults(execute=with_limited_processor_time(execute), parser=parser)
    return parser


def execute(arguments: argparse.Namespace) -> int:
    """Print a table of operations and their curl commands."""
    settings = settings_of(arguments)
    # Imported after the options are checked, for fast error messages.
    from mockserver.cli.problems import report_problems  # noqa: PLC0415
    from mockserver.console.index import Index  # noqa: PLC0415
    from mockserver.console.urls import base_url  # noqa: PLC0415
    from mockserver.documents import read_all  # noqa: PLC0415
    from mockserver.mounting import mount  # noqa: PLC0415

    documents = read_all(settings)
    report_problems(documents)
    mounted = mount([document.contract for document in documents], settings.api, settings.base_path)
    url = base_url(settings.host, settings.port) + settings.base_path
    if arguments.state:
        _print_state(mounted, url)
    else:
        _print_routes(Index(mounted, settings).data(url))
    return OK


def _print_routes(data: dict[str, Any]) -> None:
    from mockserver.console.terminal import print_routes, routes_text  # noqa: PLC0415

    if sys.stdout.isatty():
        print_routes(data)
    else:
        write(routes_text(data))


def _print_state(mounted: Sequence[MountedApi], url: str) -> None:
    from mockserver.console.state import state_of  # noqa: PLC0415
    from mockserver.console.state_output import print_state, state_text  # noqa: PLC0415

    states = [(f"{one.api.title}  {url}{one.prefix}", state_of(one)) for one in mounted]
    if sys.stdout.isatty():
        print_state(states)
    else:
        write(state_text(states))
