"""Usage: what a consumer used of an API, told from recorded traffic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from contracts.consumption.recorder import Reads, Recorder, restrict
from contracts.consumption.traffic import Traffic
from contracts.consumption.used import Usage
from contracts.errors import UsageError
from contracts.spec.document import split_pointer
from contracts.spec.model import Contract


@dataclass(frozen=True)
class Request:
    """What is to be told.

    :param consumer: the name of who made the traffic.
    :param recorded_at: base URL of the entries that count; ``""``: all.
    :param policy: of :data:`contracts.consumption.facts.POLICIES`: which values are kept.
    :param reads: the fields of responses that the consumer reads; empty: all that it received.
    """

    consumer: str
    recorded_at: str = ""
    policy: str = "enums"
    reads: tuple[Reads, ...] = ()


def usage_of(paths: Sequence[str], contract: Contract, asked: Request) -> tuple[Usage, list[str]]:
    """What the traffic in some files used of a contract, and notes on what was left out.

    :raises DocumentError: for a file that is no traffic.
    :raises UsageError: where nothing in it means an operation of the contract.
    """
    usage = Usage(asked.consumer, contract.title, contract.version)
    recorder = Recorder(contract, usage, asked.policy)
    traffic = Traffic(paths, contract, asked.recorded_at)
    for exchange in traffic:
        recorder.take(exchange)
    notes = list(traffic.notes)
    if not usage.operations:
        hint = "; ".join(notes) or "name the base URL of the recording with --recorded-at"
        raise UsageError(f"no exchange in {', '.join(paths)} means an operation of the document", hint=hint)
    if recorder.unknown:
        mean = "exchange means" if recorder.unknown == 1 else "exchanges mean"
        notes.append(f"{recorder.unknown} {mean} no operation of the document; 'contracts drift' lists them")
    if asked.reads:
        missed = restrict(usage, list(asked.reads))
        notes += [f"it says it reads {pointer_of(one)}, which never came" for one in missed]
    return usage, notes


def pointer_of(one: Reads) -> str:
    """A field as ``--fields`` takes it."""
    pointer = "/" + "/".join(token.replace("~", "~0").replace("/", "~1") for token in one.way)
    return f"{one.operation} {pointer}".strip()


def reads_of(text: str) -> tuple[Reads, ...]:
    """What ``--fields`` says: JSON pointers between commas, or a file with one a line.

    ``/items/*/id`` is that field of any operation, ``GET /cases /items/*/id`` of one; ``/**`` at the end is all below;
    ``#`` begins a comment in a file.

    :raises UsageError: for a file that cannot be read, and for what is no pointer.
    """
    if text.startswith("/") and not Path(text).is_file():
        return tuple(_read(one, "--fields") for one in text.split(","))
    try:
        lines = Path(text).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        hint = "give a file, or JSON pointers such as /items/*/id"
        raise UsageError(f"--fields: cannot read {text}: {reason}", hint=hint) from None
    rows = [(number, line.partition("#")[0].strip()) for number, line in enumerate(lines, start=1)]
    return tuple(_read(row, f"{text}:{number}") for number, row in rows if row)


def _read(text: str, place: str) -> Reads:
    words = text.split()
    if len(words) not in {1, 3} or not words[-1].startswith("/") or (len(words) == 3 and not words[1].startswith("/")):
        hint = "for example /items/*/id, or GET /cases /items/*/id"
        raise UsageError(f"{place}: no field: '{text}'", hint=hint)
    operation = f"{words[0].upper()} {words[1]}" if len(words) == 3 else ""
    return Reads(operation, tuple(split_pointer(words[-1])))
