"""``contracts replay``: does an implementation answer as golden cases have it, or recorded traffic."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from contracts.commands.output import Output, Watch, add_output
from contracts.commands.subject import add_subject, identities_of, identity_words, transport_of
from contracts.errors import DocumentError, UsageError
from contracts.recordings.cases import FOR_EVERYONE, SOURCES
from contracts.terminal import FINDINGS, INTERRUPTED, OK, Parser, suggestion

if TYPE_CHECKING:
    from contracts.findings import Finding
    from contracts.recordings.cases import Case
    from contracts.recordings.har import Reading
    from contracts.replay import Replay
    from contracts.spec.model import Api, Contract

HELP = "send recorded requests again, and hold the answers against the recorded ones"

DESCRIPTION = """\
Send the requests of golden cases (YAML or JSON) or of recorded traffic (HAR 1.2) to an implementation, and hold its
answers against those that are written there; with --spec also against the contract. docs/replay.md describes both."""

EPILOG = """\
examples:
  contracts replay fixtures/golden/serverops --spec openapi.yaml --url http://127.0.0.1:8080
  contracts replay cases/ --spec openapi.yaml --api serverops --app shop.main:app --source all
  contracts replay traffic.har --url http://127.0.0.1:8080 --recorded-at https://api.example.com/v1
  contracts replay traffic.har --app shop.main:app --exact --ignore /updated_at --ignore '/items/*/etag'

Requests are sent as they are recorded, those that write too. Without --identity the recorded credentials are sent;
with it, each recorded one is replaced by one of yours that has the same scopes.
exit codes: 0 clean, 1 findings, 2 wrong usage, unreadable input or nothing there to ask, 130 stopped with Ctrl-C (the
report is written as far as the replay has come)"""

ENDINGS = (".yaml", ".yml", ".json", ".har")


def add_to(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Add the verb and its arguments."""
    verb = verbs.add_parser("replay", help=HELP, description=DESCRIPTION, epilog=EPILOG)
    verb.add_argument("paths", metavar="DIR|FILE", nargs="+", help="cases: files, or folders that hold them")
    group = add_subject(verb, "what is asked")
    group.add_argument("--spec", metavar="SPEC", default="", help="OpenAPI document that answers must keep to as well")
    group = verb.add_argument_group("which cases")
    group.add_argument(
        "--source",
        metavar="NAMES",
        default=",".join(FOR_EVERYONE),
        help=f"of {','.join(SOURCES)}, or all: whose word the expectations rest on (default: {','.join(FOR_EVERYONE)})",
    )
    group = verb.add_argument_group("recorded traffic")
    group.add_argument(
        "--recorded-at", metavar="URL", default="", help="send only entries whose URL begins so; --url stands in for it"
    )
    group.add_argument("--exact", action="store_true", help="bodies must be the recorded ones")
    group.add_argument(
        "--ignore",
        metavar="POINTER",
        action="append",
        default=[],
        help="what may differ in a JSON body; * is any item; repeatable",
    )
    add_output(verb)
    verb.set_defaults(execute=execute, parser=verb)


def execute(arguments: argparse.Namespace) -> int:
    """Replay and write the reports."""
    output = Output(arguments)
    sources = _sources(arguments.source)
    reading = _reading(arguments)
    identities = identities_of(arguments)
    from contracts.probe.given import of_known_schemes  # noqa: PLC0415 (here and below: --help needs none of this)
    from contracts.replay import Choice, Replay  # noqa: PLC0415

    cases = read_cases(arguments.paths, reading)
    contract, api = _document(arguments)
    identities = identities if contract is None else of_known_schemes(identities, contract)
    transport = transport_of(arguments)
    replay = Replay(cases, transport, contract, Choice(sources, api, identities))
    if not replay.cases:
        raise UsageError("no case is left to send", hint="; ".join(replay.notes))
    finished = _watched(replay, quiet=arguments.quiet)
    run = replay.result(document=arguments.spec, reproduce=_again(arguments), finished=finished)
    run = output.write(run)
    transport.close()
    if not finished:
        return INTERRUPTED
    return FINDINGS if run.findings else OK


def read_cases(paths: list[str], reading: Reading) -> list[Case]:
    """Every case of files and folders, those of a folder by their names.

    :raises DocumentError: with what is wrong in all files.
    :raises UsageError: for a folder without cases.
    """
    from contracts.recordings.golden import read_case  # noqa: PLC0415 (as in execute)
    from contracts.recordings.har import read_har  # noqa: PLC0415

    cases: list[Case] = []
    findings: list[Finding] = []
    for path in [file for name in paths for file in _files(Path(name))]:
        try:
            is_recorded = path.suffix.lower() == ".har"
            cases.append(read_har(path, reading) if is_recorded else read_case(path))
        except DocumentError as error:
            findings += error.findings
    if findings:
        raise DocumentError(findings)
    return cases


def _files(path: Path) -> list[Path]:
    """The files of a folder that may be cases; a schema that lies beside them (``….schema.json``) is none."""
    if not path.is_dir():
        return [path]
    found = sorted(
        file
        for file in path.rglob("*")
        if file.suffix.lower() in ENDINGS and not file.name.endswith(".schema.json") and file.is_file()
    )
    if not found:
        raise UsageError(f"{path}: no cases in this folder", hint=f"their names end in {', '.join(ENDINGS)}")
    return found


def _sources(text: str) -> tuple[str, ...]:
    if text == "all":
        return SOURCES
    names = tuple(filter(None, text.split(",")))
    for name in names:
        if name not in SOURCES:
            hint = suggestion(name, SOURCES) or f"there are {', '.join(SOURCES)}, and all"
            raise UsageError(f"--source: unknown source '{name}'", hint=hint)
    if not names:
        raise UsageError("--source: no source is named", hint=f"there are {', '.join(SOURCES)}, and all")
    return names


def _reading(arguments: argparse.Namespace) -> Reading:
    from contracts.recordings.har import Reading  # noqa: PLC0415 (as in execute)

    for pointer in arguments.ignore:
        if not pointer.startswith("/"):
            raise UsageError(
                f"--ignore: not a JSON pointer: '{pointer}'", hint="for example /updated_at or /items/*/id"
            )
    if arguments.ignore and not arguments.exact:
        raise UsageError("--ignore says what --exact may leave out", hint="add --exact, or leave --ignore out")
    return Reading(arguments.recorded_at, arguments.exact, tuple(arguments.ignore))


def _document(arguments: argparse.Namespace) -> tuple[Contract | None, Api | None]:
    if not arguments.spec:
        if arguments.api:
            raise UsageError("--api needs --spec: the document says what the API's prefix is")
        return None, None
    import contracts  # noqa: PLC0415 (as in execute)

    contract = contracts.load(arguments.spec)
    if not arguments.api:
        return contract, None
    known = {api.name: api for api in contract.apis}
    if arguments.api not in known:
        hint = suggestion(arguments.api, known) or f"it has {', '.join(known)}"
        raise UsageError(f"--api: the document has no API '{arguments.api}'", hint=hint)
    return contract, known[arguments.api]


def _watched(replay: Replay, *, quiet: bool) -> bool:
    """Send the cases to their end; ``False`` where Ctrl-C ended it."""
    with Watch(replay.secrets, quiet=quiet) as watch:
        if watch.follow(replay.run()):
            return True
    replay.notes.append("the replay was stopped with Ctrl-C, before its end")
    return False


def _again(arguments: argparse.Namespace) -> str:
    """The command that runs this again; secrets are not in it."""
    words = ["contracts", "replay", *arguments.paths]
    for name in ("spec", "url", "app", "api", "recorded_at"):
        if value := getattr(arguments, name):
            words += [f"--{name.replace('_', '-')}", value]
    words += identity_words(arguments)
    if arguments.source != ",".join(FOR_EVERYONE):
        words += ["--source", arguments.source]
    words += ["--exact"] if arguments.exact else []
    for pointer in arguments.ignore:
        words += ["--ignore", pointer]
    return shlex.join(words)
