"""``contracts validate``: is a document valid, and does every extension in it mean something."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from contracts.errors import DocumentError, render
from contracts.terminal import FINDINGS, OK, UNUSABLE, write

if TYPE_CHECKING:
    from contracts.terminal import Parser

HELP = "check documents and print every finding with its place"

DESCRIPTION = "Check OpenAPI documents: their structure, their references and the x-mock- extensions in them."

EPILOG = """\
example:
  contracts validate openapi.yaml

Each finding comes as FILE:LINE:COLUMN (#POINTER): SEVERITY: MESSAGE [RULE].
exit codes: 0 clean, 1 findings, 2 wrong usage or unreadable input"""


UNREADABLE = frozenset({"unreadable", "too-large", "encoding"})
"""Rules of findings that say that there was no text to look at."""


def add_to(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb and its arguments."""
    verb = verbs.add_parser("validate", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    verb.add_argument("specs", metavar="SPEC", nargs="+", help="OpenAPI document, YAML or JSON")
    verb.set_defaults(execute=execute, parser=verb)


def execute(arguments: argparse.Namespace) -> int:
    """Print the findings of each document; the exit code is that of the worst."""
    return max(_validate(spec) for spec in arguments.specs)


def _validate(spec: str) -> int:
    from contracts import load  # noqa: PLC0415 (only this verb pays for it)

    try:
        contract = load(spec)
    except DocumentError as error:
        write(f"{render(error)}\n")
        return UNUSABLE if error.findings[0].rule in UNREADABLE else FINDINGS
    for finding in contract.document.findings:
        write(f"{finding}\n")
    if contract.document.findings:
        return FINDINGS
    count = len(contract.operations)
    write(f"{spec}: valid OpenAPI {contract.openapi}, {count} operation{'' if count == 1 else 's'}\n")
    return OK
