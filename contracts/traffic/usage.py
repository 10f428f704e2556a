"""Usage: what a consumer used of an API, computed from recorded traffic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from contracts.errors import UsageError
from contracts.spec.model import Contract
from contracts.spec.pointers import split_pointer
from contracts.traffic.aggregator import UsageAggregator
from contracts.traffic.model import FieldPath, Usage
from contracts.traffic.reader import TrafficReader
from contracts.wording import pluralize


@dataclass(frozen=True)
class DeclaredField:
    """A response field that a consumer declares to read.

    :param operation: method and path template; ``""``: all operations.
    :param path: to the field; a final ``**`` stands for everything below.
    """

    operation: str
    path: FieldPath

    def covers(self, operation: str, path: FieldPath) -> bool:
        """Whether a field is the declared one, contains it, or is inside of it if ``**`` includes everything."""
        if self.operation not in {"", operation}:
            return False
        own = self.path
        if own and own[-1] == "**":
            own = own[:-1]
            if path[: len(own)] == own:
                return True
        return own[: len(path)] == path


@dataclass(frozen=True)
class UsageOptions:
    """Options of ``contracts usage``.

    :param consumer: name of the consumer that made the traffic.
    :param recorded_at: base URL of the entries to read; ``""``: all.
    :param policy: one of :data:`contracts.traffic.value_stats.POLICIES`: which values are kept.
    :param reads: the response fields that the consumer reads; empty: all that it received.
    """

    consumer: str
    recorded_at: str = ""
    policy: str = "enums"
    reads: tuple[DeclaredField, ...] = ()


def usage_of(paths: Sequence[str], contract: Contract, options: UsageOptions) -> tuple[Usage, list[str]]:
    """Return what the traffic in some files used of a contract, and notes on what was skipped.

    :raises DocumentError: for a file that does not contain traffic.
    :raises UsageError: if no exchange matches an operation of the contract.
    """
    usage = Usage(options.consumer, contract.title, contract.version)
    recorder = UsageAggregator(contract, usage, options.policy)
    traffic = TrafficReader(paths, contract, options.recorded_at)
    for exchange in traffic:
        recorder.add(exchange)
    notes = list(traffic.notes)
    if not usage.operations:
        hint = "; ".join(notes) or "name the base URL of the recording with --recorded-at"
        raise UsageError(f"no exchange in {', '.join(paths)} matches a documented operation", hint=hint)
    if recorder.unmatched:
        verb = "matches" if recorder.unmatched == 1 else "match"
        exchanges = pluralize(recorder.unmatched, "exchange")
        notes.append(f"{exchanges} {verb} no documented operation; 'contracts drift' lists them")
    if options.reads:
        missing = restrict(usage, list(options.reads))
        notes += [f"--fields: {field_name(one)} was never received" for one in missing]
    return usage, notes


def restrict(usage: Usage, reads: list[DeclaredField]) -> Iterator[DeclaredField]:
    """Remove received fields that the consumer does not read from a usage; yield declared fields never received."""
    received: set[DeclaredField] = set()
    for name, used in usage.operations.items():
        for response in used.responses.values():
            for media_type, paths in response.media.items():
                response.media[media_type] = {
                    path: types for path, types in paths.items() if any(one.covers(name, path) for one in reads)
                }
                received |= {one for one in reads if one.covers(name, _base(one.path)) and _base(one.path) in paths}
    yield from (one for one in reads if one not in received)


def _base(path: FieldPath) -> FieldPath:
    return path[:-1] if path and path[-1] == "**" else path


# ---------------------------------------------------------------------- --fields


def field_name(one: DeclaredField) -> str:
    """Return a field in the syntax of ``--fields``."""
    pointer = "/" + "/".join(token.replace("~", "~0").replace("/", "~1") for token in one.path)
    return f"{one.operation} {pointer}".strip()


def reads_of(text: str) -> tuple[DeclaredField, ...]:
    """Parse ``--fields``: JSON pointers separated by commas, or a file with one per line.

    ``/items/*/id`` is a field of all operations, ``GET /cases /items/*/id`` of one; a final ``/**`` stands for
    everything below; ``#`` starts a comment in a file.

    :raises UsageError: for a file that cannot be read, and for an invalid pointer.
    """
    if text.startswith("/") and not Path(text).is_file():
        return tuple(_read(one, "--fields") for one in text.split(","))
    try:
        lines = Path(text).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not valid UTF-8"
        hint = "give a file, or JSON pointers such as /items/*/id"
        raise UsageError(f"--fields: cannot read {text}: {reason}", hint=hint) from None
    rows = [(number, line.partition("#")[0].strip()) for number, line in enumerate(lines, start=1)]
    return tuple(_read(row, f"{text}:{number}") for number, row in rows if row)


def _read(text: str, source: str) -> DeclaredField:
    words = text.split()
    if len(words) not in {1, 3} or not words[-1].startswith("/") or (len(words) == 3 and not words[1].startswith("/")):
        hint = "for example /items/*/id, or GET /cases /items/*/id"
        raise UsageError(f"{source}: '{text}' is not a field", hint=hint)
    operation = f"{words[0].upper()} {words[1]}" if len(words) == 3 else ""
    return DeclaredField(operation, tuple(split_pointer(words[-1])))
