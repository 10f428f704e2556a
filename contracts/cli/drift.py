"""``contracts drift``: compares recorded traffic with a document."""

from __future__ import annotations

import argparse
import shlex

from contracts.cli.output import Output, add_output
from contracts.cli.support import FINDINGS, OK, Parser
from contracts.cli.target import add_remote, folder_arguments, load_contract

HELP = "compare recorded traffic with a document"

DESCRIPTION = """\
Read recorded traffic (HAR 1.2 files, or journals written by 'mockserver run --journal') and report everything that the
document does not describe: operations, methods, parameters, fields, status codes, media types, and values that violate
their schemas, each with a count and an example. Documented items that never occur are reported as hints. See
docs/drift.md for all kinds of finding."""

EPILOG = """\
examples:
  contracts drift openapi.yaml --traffic traffic.ndjson
  contracts drift openapi.yaml --traffic monday.har tuesday.har --recorded-at https://api.example.com/v1
  contracts drift openapi.yaml --traffic traffic.har --no-unseen --format sarif --output drift.sarif

exit codes: 0 no findings or hints only, 1 findings, 2 wrong usage or unreadable input"""


def add_to(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("drift", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    group = command.add_argument_group("target")
    group.add_argument("spec", metavar="SPEC", help="OpenAPI document, YAML or JSON")
    group.add_argument("--traffic", metavar="FILE", nargs="+", required=True, help="HAR files and journals")
    add_remote(group)
    group = command.add_argument_group("selection")
    group.add_argument("--recorded-at", metavar="URL", default="", help="read only entries below this base URL")
    group.add_argument(
        "--unseen",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="also report documented items never seen in the traffic (default: yes)",
    )
    add_output(command)
    command.set_defaults(execute=execute, parser=command)


def execute(arguments: argparse.Namespace) -> int:
    """Compare, write the reports, and return the exit code."""
    output = Output(arguments)
    from contracts.findings import Severity  # noqa: PLC0415 (here and below: --help needs none of it)
    from contracts.traffic.drift import Drift  # noqa: PLC0415

    contract = load_contract(arguments.spec, allow_remote=arguments.allow_remote, allow_folders=arguments.allow_folder)
    drift = Drift(arguments.traffic, contract, arguments.recorded_at, unseen=arguments.unseen)
    run = output.write(drift.run(document=arguments.spec, reproduce=_command(arguments)))
    return FINDINGS if any(finding.severity is not Severity.HINT for finding in run.findings) else OK


def _command(arguments: argparse.Namespace) -> str:
    """Return the command that repeats the run."""
    words = ["contracts", "drift", arguments.spec, "--traffic", *arguments.traffic]
    words += ["--recorded-at", arguments.recorded_at] if arguments.recorded_at else []
    words += ["--allow-remote"] if arguments.allow_remote else []
    words += folder_arguments(arguments)
    return shlex.join([*words, *([] if arguments.unseen else ["--no-unseen"])])
