"""``contracts drift``: does recorded traffic keep to a document, and what of the document was never seen."""

from __future__ import annotations

import argparse
import shlex

from contracts.commands.output import Output, add_output
from contracts.terminal import FINDINGS, OK, Parser

HELP = "hold recorded traffic against a document"

DESCRIPTION = """\
Read recorded traffic (HAR 1.2, or what 'mockserver run --journal' writes) and find what the document does not have:
operations, methods, parameters, fields, statuses, media types, and values that break their schemas, each with how often
and an example; and, as hints, what is documented and was never seen. docs/drift.md describes each kind."""

EPILOG = """\
examples:
  contracts drift openapi.yaml --traffic traffic.ndjson
  contracts drift openapi.yaml --traffic monday.har tuesday.har --recorded-at https://api.example.com/v1
  contracts drift openapi.yaml --traffic traffic.har --no-unseen --format sarif --output drift.sarif

exit codes: 0 clean or hints only, 1 findings, 2 wrong usage or unreadable input"""


def add_to(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb and its arguments."""
    verb = verbs.add_parser("drift", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    verb.add_argument("spec", metavar="SPEC", help="OpenAPI document, YAML or JSON")
    verb.add_argument("--traffic", metavar="FILE", nargs="+", required=True, help="HAR files and journals")
    verb.add_argument("--recorded-at", metavar="URL", default="", help="only entries whose URL begins so")
    verb.add_argument(
        "--unseen",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="tell what is documented and was never seen (default: yes)",
    )
    add_output(verb)
    verb.set_defaults(execute=execute, parser=verb)


def execute(arguments: argparse.Namespace) -> int:
    """Compare and write the reports."""
    output = Output(arguments)
    import contracts  # noqa: PLC0415 (here and below: --help needs none of it)
    from contracts.drift import Drift  # noqa: PLC0415
    from contracts.findings import Severity  # noqa: PLC0415

    contract = contracts.load(arguments.spec)
    drift = Drift(arguments.traffic, contract, arguments.recorded_at, unseen=arguments.unseen)
    run = output.write(drift.run(document=arguments.spec, reproduce=_again(arguments)))
    return FINDINGS if any(finding.severity is not Severity.HINT for finding in run.findings) else OK


def _again(arguments: argparse.Namespace) -> str:
    """The command that runs this again."""
    words = ["contracts", "drift", arguments.spec, "--traffic", *arguments.traffic]
    words += ["--recorded-at", arguments.recorded_at] if arguments.recorded_at else []
    return shlex.join([*words, *([] if arguments.unseen else ["--no-unseen"])])
