"""``contracts usage``: writes what a consumer uses of an API to a file to commit."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.cli.output import check_target
from contracts.cli.support import OK, Parser, write
from contracts.cli.target import add_folders, load_contract
from contracts.errors import CasemockError, UsageError
from contracts.escaping import one_line
from contracts.standard_error import write_error
from contracts.wording import pluralize

if TYPE_CHECKING:
    from contracts.traffic.model import Usage

HELP = "record what a consumer uses of an API, from its traffic"

DESCRIPTION = """\
Read recorded traffic (HAR 1.2 files, or journals written by 'mockserver run --journal') and write which operations,
parameters, fields, status codes and response fields were used to a small file to commit. 'contracts diff --used-by
FILE' then reports which consumers a change affects. Private values are not kept; see docs/usage.md."""

EPILOG = """\
examples:
  contracts usage traffic.ndjson --spec openapi.yaml --consumer web -o usage/web.json
  contracts usage more.har --spec openapi.yaml --consumer web -o usage/web.json --merge
  contracts usage app.har --spec openapi.yaml --consumer app --recorded-at https://api.example.com/v1
  contracts usage app.har --spec openapi.yaml --consumer app --fields /items/*/id,/items/*/title

exit codes: 0 written, 2 wrong usage or unreadable input"""

POLICIES = ("none", "enums", "all")


def add_to(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("usage", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    group = command.add_argument_group("target")
    group.add_argument("traffic", metavar="TRAFFIC", nargs="+", help="HAR files and journals")
    group.add_argument("--spec", metavar="SPEC", required=True, help="OpenAPI document that the consumer uses")
    group.add_argument("--consumer", metavar="NAME", required=True, help="name of the consumer that made the traffic")
    add_folders(group)
    group = command.add_argument_group("selection")
    group.add_argument("--recorded-at", metavar="URL", default="", help="read only entries below this base URL")
    group.add_argument(
        "--values",
        metavar="WHICH",
        choices=POLICIES,
        default="enums",
        help="values to keep: none, enums (values that the document lists), or all short ones (default: enums)",
    )
    group.add_argument(
        "--fields",
        metavar="FILE|POINTER,…",
        help="response fields that the consumer reads (default: all that it received)",
    )
    group = command.add_argument_group("output")
    group.add_argument("-o", "--output", metavar="FILE", help="write to FILE instead of standard output")
    group.add_argument("--merge", action="store_true", help="add to the existing content of FILE")
    command.set_defaults(execute=execute, parser=command)


def execute(arguments: argparse.Namespace) -> int:
    """Write the usage file, and notes to standard error."""
    if arguments.merge and not arguments.output:
        raise UsageError("--merge requires -o FILE")
    if arguments.output:
        check_target(arguments.output, arguments)
    if not arguments.consumer.strip() or not arguments.consumer.isprintable():
        raise UsageError("--consumer: expected a name of printable characters")
    from contracts.traffic.usage import UsageOptions, reads_of, usage_of  # noqa: PLC0415 (here and below: --help needs none of it)
    from contracts.traffic.usage_file import text_of  # noqa: PLC0415

    reads = reads_of(arguments.fields) if arguments.fields else ()
    earlier = _earlier(arguments)
    contract = load_contract(arguments.spec, allow_remote=False, allow_folders=arguments.allow_folder)
    options = UsageOptions(arguments.consumer, arguments.recorded_at, arguments.values, reads)
    usage, notes = usage_of(arguments.traffic, contract, options)
    if earlier is not None:
        earlier.merge(usage)
        usage = earlier
    _write(text_of(usage), arguments.output)
    calls = sum(used.calls for used in usage.operations.values())
    for note in notes:
        write_error(f"note: {one_line(note)}")
    write_error(f"{usage.consumer}: {pluralize(calls, 'call')} of {pluralize(len(usage.operations), 'operation')}")
    return OK


def _earlier(arguments: argparse.Namespace) -> Usage | None:
    """Return the existing usage to merge with; ``None`` without ``--merge``, or if the file does not exist yet."""
    if not arguments.merge or not Path(arguments.output).exists():
        return None
    from contracts.traffic.usage_file import read_usage  # noqa: PLC0415 (as in execute)

    usage = read_usage(arguments.output)
    if usage.consumer != arguments.consumer:
        message = f"--merge: {arguments.output} belongs to consumer '{usage.consumer}'"
        raise UsageError(message, hint=f"use one file per consumer, or --consumer '{usage.consumer}'")
    return usage


def _write(text: str, file: str | None) -> None:
    if file is None:
        write(text)
        return
    try:
        Path(file).write_text(text, "utf-8")
    except OSError as error:
        raise CasemockError(f"cannot write {file}: {error.strerror}") from None
