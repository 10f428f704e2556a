"""``contracts usage``: which operations, parameters and fields a consumer used, as a file to commit."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.commands.output import check_target
from contracts.errors import CasemockError, UsageError
from contracts.outcome import counted
from contracts.terminal import OK, Parser, write

if TYPE_CHECKING:
    from contracts.consumption.used import Usage

HELP = "tell from recorded traffic what a consumer uses of an API"

DESCRIPTION = """\
Read recorded traffic (HAR 1.2, or what 'mockserver run --journal' writes) and write down which operations, parameters,
fields, statuses and response fields were used: a small file to commit. 'contracts diff --used-by FILE' then says which
consumer a change breaks. No value that could be private is kept; docs/usage.md says which are."""

EPILOG = """\
examples:
  contracts usage traffic.ndjson --spec openapi.yaml --consumer web -o usage/web.json
  contracts usage more.har --spec openapi.yaml --consumer web -o usage/web.json --merge
  contracts usage app.har --spec openapi.yaml --consumer app --recorded-at https://api.example.com/v1
  contracts usage app.har --spec openapi.yaml --consumer app --fields /items/*/id,/items/*/title

exit codes: 0 written, 2 wrong usage or unreadable input"""

POLICIES = ("none", "enums", "all")


def add_to(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb and its arguments."""
    verb = verbs.add_parser("usage", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    verb.add_argument("traffic", metavar="TRAFFIC", nargs="+", help="HAR files and journals")
    verb.add_argument("--spec", metavar="SPEC", required=True, help="the OpenAPI document that the consumer goes by")
    verb.add_argument("--consumer", metavar="NAME", required=True, help="who made the traffic")
    verb.add_argument("-o", "--output", metavar="FILE", help="write to this file instead of standard output")
    verb.add_argument("--merge", action="store_true", help="add to what the file says already")
    verb.add_argument("--recorded-at", metavar="URL", default="", help="only entries whose URL begins so")
    verb.add_argument(
        "--values",
        metavar="WHICH",
        choices=POLICIES,
        default="enums",
        help="values to keep: none, enums (those that the document lists itself), or all short ones (default: enums)",
    )
    verb.add_argument(
        "--fields",
        metavar="FILE|POINTER,…",
        help="the response fields that the consumer reads (default: all that it received)",
    )
    verb.set_defaults(execute=execute, parser=verb)


def execute(arguments: argparse.Namespace) -> int:
    """Write the usage file; what was left out goes to standard error."""
    if arguments.merge and not arguments.output:
        raise UsageError("--merge: with which file?", hint="add -o FILE")
    if arguments.output:
        check_target(arguments.output, arguments)
    if not arguments.consumer.strip() or not arguments.consumer.isprintable():
        raise UsageError("--consumer: a name has at least one character, and all can be seen")
    import contracts  # noqa: PLC0415 (here and below: --help needs none of it)
    from contracts.consumption.usage_file import text_of  # noqa: PLC0415
    from contracts.usage import Request, reads_of, usage_of  # noqa: PLC0415

    reads = reads_of(arguments.fields) if arguments.fields else ()
    earlier = _earlier(arguments)
    contract = contracts.load(arguments.spec)
    asked = Request(arguments.consumer, arguments.recorded_at, arguments.values, reads)
    usage, notes = usage_of(arguments.traffic, contract, asked)
    if earlier is not None:
        earlier.merge(usage)
        usage = earlier
    _write(text_of(usage), arguments.output)
    calls = sum(used.calls for used in usage.operations.values())
    sys.stderr.writelines(f"note: {note}\n" for note in notes)
    sys.stderr.write(f"{usage.consumer}: {counted(calls, 'call')} of {counted(len(usage.operations), 'operation')}\n")
    return OK


def _earlier(arguments: argparse.Namespace) -> Usage | None:
    """What the file says that is to be merged with; ``None``: it is not there yet, or not to be merged."""
    if not arguments.merge or not Path(arguments.output).exists():
        return None
    from contracts.consumption.usage_file import read_usage  # noqa: PLC0415 (as in execute)

    usage = read_usage(arguments.output)
    if usage.consumer != arguments.consumer:
        message = f"--merge: {arguments.output} is about the consumer '{usage.consumer}'"
        raise UsageError(message, hint=f"each consumer has a file of its own, or is it --consumer '{usage.consumer}'?")
    return usage


def _write(text: str, file: str | None) -> None:
    if file is None:
        write(text)
        return
    try:
        Path(file).write_text(text, "utf-8")
    except OSError as error:
        raise CasemockError(f"cannot write {file}: {error.strerror}") from None
