"""``contracts replay``: sends recorded requests to an implementation and compares the responses."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.cli.output import Output, ProgressPrinter, add_output, is_reported_there
from contracts.cli.support import FINDINGS, INTERRUPTED, OK, Parser
from contracts.cli.target import (
    add_remote,
    add_subject,
    folder_arguments,
    headers_of,
    identities_of,
    load_contract,
    masked_header_arguments,
    masked_identity_arguments,
    transport_of,
)
from contracts.errors import DocumentError, UsageError
from contracts.traffic.recorded_case import FOR_EVERYONE, SOURCES
from contracts.wording import suggestion

if TYPE_CHECKING:
    from contracts.findings import Finding
    from contracts.spec.model import Api, Contract
    from contracts.traffic.har import HarOptions
    from contracts.traffic.recorded_case import RecordedCase
    from contracts.traffic.replay import Replay

HELP = "send recorded requests again and compare the responses"

DESCRIPTION = """\
Send the requests of golden cases (YAML or JSON) or of recorded traffic (HAR 1.2) to an implementation, and compare its
responses with the recorded ones; with --spec also with the document. See docs/replay.md for both formats."""

EPILOG = """\
examples:
  contracts replay fixtures/golden/serverops --spec openapi.yaml --url http://127.0.0.1:8080
  contracts replay cases/ --spec openapi.yaml --api serverops --app shop.main:app --source all
  contracts replay traffic.har --url http://127.0.0.1:8080 --recorded-at https://api.example.com/v1
  contracts replay traffic.har --app shop.main:app --exact --ignore /updated_at --ignore '/items/*/etag'

All recorded requests are sent, including those that write. Without --identity the recorded credentials are sent;
with it, each is replaced by the given identity that has the same scopes.

exit codes: 0 no findings, 1 findings, 2 wrong usage, unreadable input or unreachable server, 130 stopped with Ctrl-C
(the report has the results so far)"""

SUFFIXES = (".yaml", ".yml", ".json", ".har")


def add_to(commands: argparse._SubParsersAction[Parser]) -> None:
    """Add the command and its arguments."""
    command = commands.add_parser("replay", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    group = add_subject(command, "target")
    group.add_argument("paths", metavar="DIR|FILE", nargs="+", help="cases: files, or folders of files")
    group.add_argument("--spec", metavar="SPEC", default="", help="also validate responses against this document")
    add_remote(group)
    group = command.add_argument_group("selection")
    group.add_argument(
        "--source",
        metavar="NAMES",
        default=",".join(FOR_EVERYONE),
        help=f"sources of expectations: {','.join(SOURCES)}, or all (default: {','.join(FOR_EVERYONE)})",
    )
    group.add_argument(
        "--recorded-at", metavar="URL", default="", help="send only entries below this base URL, which --url replaces"
    )
    group.add_argument("--exact", action="store_true", help="bodies must equal the recorded ones")
    group.add_argument(
        "--ignore",
        metavar="POINTER",
        action="append",
        default=[],
        help="with --exact: JSON pointer of a value that may differ; * is any item; repeatable",
    )
    add_output(command)
    command.set_defaults(execute=execute, parser=command)


def execute(arguments: argparse.Namespace) -> int:
    """Replay, write the reports, and return the exit code."""
    output = Output(arguments)
    sources = _sources(arguments.source)
    har_options = _har_options(arguments)
    identities, headers = identities_of(arguments), headers_of(arguments)
    from contracts.conformance.credentials import require_escaped_colons, require_known_schemes  # noqa: PLC0415 (here and below: --help needs none of this)
    from contracts.traffic.replay import Replay, ReplayOptions  # noqa: PLC0415

    cases = read_cases(arguments.paths, har_options)
    contract, api = _document(arguments)
    if contract is not None:
        require_escaped_colons(require_known_schemes(identities, contract), contract)
    transport = transport_of(arguments)
    replay = Replay(cases, transport, contract, ReplayOptions(sources, api, identities, headers))
    if not replay.cases:
        raise UsageError("no cases to send", hint="; ".join(replay.notes))
    finished = _follow(replay, arguments)
    run = replay.result(document=arguments.spec, reproduce=_command(arguments), finished=finished)
    run = output.write(run)
    transport.close()
    if not finished:
        return INTERRUPTED
    return FINDINGS if run.findings else OK


def read_cases(paths: list[str], har_options: HarOptions) -> list[RecordedCase]:
    """Return the cases of files and folders, in a folder sorted by name.

    :raises DocumentError: with the problems of all files.
    :raises UsageError: for a folder without cases.
    """
    from contracts.traffic.golden import read_case  # noqa: PLC0415 (as in execute)
    from contracts.traffic.har import read_har  # noqa: PLC0415

    cases: list[RecordedCase] = []
    findings: list[Finding] = []
    for path in [file for name in paths for file in _files(Path(name))]:
        try:
            is_recorded = path.suffix.lower() == ".har"
            cases.append(read_har(path, har_options) if is_recorded else read_case(path))
        except DocumentError as error:
            findings += error.findings
    if findings:
        raise DocumentError(findings)
    return cases


def _files(path: Path) -> list[Path]:
    """Return the files of a folder that can be cases; schemas (``….schema.json``) are not."""
    if not path.is_dir():
        return [path]
    found = sorted(
        file
        for file in path.rglob("*")
        if file.suffix.lower() in SUFFIXES and not file.name.endswith(".schema.json") and file.is_file()
    )
    if not found:
        raise UsageError(f"{path}: no cases in this folder", hint=f"cases have the suffix {', '.join(SUFFIXES)}")
    return found


def _sources(text: str) -> tuple[str, ...]:
    if text == "all":
        return SOURCES
    names = tuple(filter(None, text.split(",")))
    for name in names:
        if name not in SOURCES:
            hint = suggestion(name, SOURCES) or f"known sources: {', '.join(SOURCES)}, and all"
            raise UsageError(f"--source: unknown source '{name}'", hint=hint)
    if not names:
        raise UsageError("--source: expected at least one source", hint=f"known sources: {', '.join(SOURCES)}, and all")
    return names


def _har_options(arguments: argparse.Namespace) -> HarOptions:
    from contracts.traffic.har import HarOptions  # noqa: PLC0415 (as in execute)

    for pointer in arguments.ignore:
        if not pointer.startswith("/"):
            raise UsageError(
                f"--ignore: '{pointer}' is not a JSON pointer", hint="for example /updated_at or /items/*/id"
            )
    if arguments.ignore and not arguments.exact:
        raise UsageError("--ignore requires --exact")
    return HarOptions(arguments.recorded_at, arguments.exact, tuple(arguments.ignore))


def _document(arguments: argparse.Namespace) -> tuple[Contract | None, Api | None]:
    if not arguments.spec:
        if arguments.api:
            raise UsageError("--api requires --spec, which defines the API's prefix")
        return None, None
    contract = load_contract(arguments.spec, allow_remote=arguments.allow_remote, allow_folders=arguments.allow_folder)
    if not arguments.api:
        return contract, None
    known = {api.name: api for api in contract.apis}
    if arguments.api not in known:
        hint = suggestion(arguments.api, known) or f"known APIs: {', '.join(known)}"
        raise UsageError(f"--api: the document has no API '{arguments.api}'", hint=hint)
    return contract, known[arguments.api]


def _follow(replay: Replay, arguments: argparse.Namespace) -> bool:
    """Send the cases and show progress; returns ``False`` if Ctrl-C stopped it."""
    with ProgressPrinter(replay.secrets, quiet=arguments.quiet, reported=is_reported_there(arguments)) as watch:
        if watch.follow(replay.run()):
            return True
    replay.notes.append("stopped with Ctrl-C before all cases were sent")
    return False


def _command(arguments: argparse.Namespace) -> str:
    """Return the command that repeats the run, without secrets."""
    words = ["contracts", "replay", *arguments.paths]
    for name in ("spec", "url", "app", "api", "recorded_at"):
        if value := getattr(arguments, name):
            words += [f"--{name.replace('_', '-')}", value]
    words += [*masked_identity_arguments(arguments), *masked_header_arguments(arguments)]
    words += ["--allow-remote"] if arguments.allow_remote else []
    words += folder_arguments(arguments)
    if arguments.source != ",".join(FOR_EVERYONE):
        words += ["--source", arguments.source]
    words += ["--exact"] if arguments.exact else []
    for pointer in arguments.ignore:
        words += ["--ignore", pointer]
    return shlex.join(words)
