"""What a consumer uses of an API, aggregated from recorded traffic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from contracts.errors import UsageError
from contracts.messages import Request
from contracts.redaction.names import is_secret
from contracts.schema.json_types import type_of
from contracts.spec.model import Contract, Operation, SecurityScheme
from contracts.spec.pointers import split_pointer
from contracts.traffic.drift_checks import is_right
from contracts.traffic.message_values import (
    NO_BODY,
    UNREAD,
    body_location,
    body_of,
    media_for,
    media_type_of,
    parameter_location,
    parameters_of,
)
from contracts.traffic.model import Body, FieldPath, Fields, OperationUsage, Usage, UsedResponse
from contracts.traffic.reader import RecordedExchange, TrafficReader
from contracts.traffic.schema_location import SchemaLocation, walk_value
from contracts.traffic.value_stats import ValueStats
from contracts.wording import pluralize


@dataclass
class UsageAggregator:
    """Adds exchanges to a usage.

    :param policy: one of :data:`contracts.traffic.value_stats.POLICIES`: which values are kept.
    :ivar unmatched: number of exchanges that match no operation of the contract.
    """

    contract: Contract
    usage: Usage
    policy: str = "enums"
    unmatched: int = field(default=0, init=False)

    def add(self, exchange: RecordedExchange) -> None:
        """Add one exchange."""
        operation = exchange.operation
        if operation is None:
            self.unmatched += 1
            return
        used = self.usage.operations.setdefault(operation_name(operation), OperationUsage())
        used.calls += 1
        if _is_refused(exchange, operation, self.contract):
            used.refused += 1
        else:
            self._add_request(exchange, operation, used)
        self._add_response(exchange, operation, used)

    def _add_request(self, exchange: RecordedExchange, operation: Operation, used: OperationUsage) -> None:
        request, tree = exchange.request, self.contract.tree
        for sent in parameters_of(operation, request, tree, self.contract.security_schemes.values()):
            location = parameter_location(sent.parameter, tree) if sent.parameter is not None else None
            hidden = is_secret(sent.key.partition(":")[2])
            self._add_fields(used.parameters.setdefault(sent.key, {}), sent.value, location, is_hidden=hidden)
        for scheme, scopes in schemes_of(operation, request, self.contract):
            used.security.setdefault(scheme, set()).update(scopes)
        accept = request.header("accept")
        used.accept |= {part.partition(";")[0].strip() for part in (accept or "").split(",")} - {""}
        if request.body:
            body = used.bodies.setdefault(media_type_of(request), Body())
            body.count += 1
            documented = operation.request_body.content if operation.request_body is not None else ()
            media = media_for(documented, media_type_of(request))
            value = body_of(request, media) if exchange.is_whole else UNREAD
            if value is not UNREAD:
                self._add_fields(body.fields, value, body_location(media))

    def _add_fields(
        self, fields: Fields, value: Any, location: SchemaLocation | None, *, is_hidden: bool = False
    ) -> None:
        for path, one, here in walk_value(value, location):
            hidden = is_hidden or any(map(is_secret, path))
            fields.setdefault(path, ValueStats()).add(one, here, self.policy, is_secret=hidden)

    def _add_response(self, exchange: RecordedExchange, operation: Operation, used: OperationUsage) -> None:
        response = exchange.response
        known = used.responses.setdefault(str(response.status), UsedResponse())
        known.count += 1
        documented = operation.response(response.status)
        known.documented = documented.status if documented is not None else ""
        if documented is not None:
            known.headers |= {one.name.lower() for one in documented.headers if response.header(one.name) is not None}
        if not response.body or response.status in NO_BODY or exchange.request.method == "HEAD":
            return
        paths = known.media.setdefault(media_type_of(response), {})
        media = media_for(documented.content if documented is not None else (), media_type_of(response))
        value = body_of(response, media) if exchange.is_whole else UNREAD
        if value is not UNREAD:
            for path, one, _ in walk_value(value, body_location(media)):
                paths.setdefault(path, set()).add(type_of(one))


def _is_refused(exchange: RecordedExchange, operation: Operation, contract: Contract) -> bool:
    """Whether a request was rejected because it breaks the document, or as unauthenticated."""
    status = exchange.response.status
    return status == 401 or (status >= 400 and not is_right(exchange, operation, contract))


def operation_name(operation: Operation) -> str:
    """Return the name of an operation in usage files: method and path template."""
    return f"{operation.method} {operation.path}"


# ---------------------------------------------------------------------- credentials; their values are masked already


def schemes_of(operation: Operation, request: Request, contract: Contract) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the security schemes whose credentials a request carries, each with the scopes that the operation requires.

    If it carries none that the operation documents, all schemes of the contract are tried: clients may send
    credentials that are not required. ``""`` means that it carries no credentials.
    """
    uses = [use for rule in operation.security for use in rule.uses if carries(use.scheme, request)]
    found = [(use.scheme.key, use.scopes) for use in uses]
    if not found:
        found = [(one.key, ()) for one in contract.security_schemes.values() if carries(one, request)]
    yield from found or [("", ())]


def carries(scheme: SecurityScheme, request: Request) -> bool:
    """Whether a request has credentials of a scheme; client certificates are not recorded."""
    if scheme.type == "apiKey":
        return _has_key(scheme, request)
    word = (request.header("authorization") or "").partition(" ")[0].lower()
    if scheme.type == "http":
        return word == scheme.scheme
    return scheme.type in {"oauth2", "openIdConnect"} and word == "bearer"


def _has_key(scheme: SecurityScheme, request: Request) -> bool:
    if scheme.location == "header":
        return request.header(scheme.name) is not None
    if scheme.location == "query":
        return scheme.name in dict(parse_qsl(request.target.partition("?")[2], keep_blank_values=True))
    names = (part.partition("=")[0].strip() for part in (request.header("cookie") or "").split(";"))
    return scheme.name in names


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
