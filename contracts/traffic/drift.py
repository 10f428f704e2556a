"""``contracts drift``: recorded traffic compared with a document, and what of the document it never used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs

from contracts.findings import Evidence, Finding, Severity
from contracts.messages import Request
from contracts.redaction.shapes import MASK
from contracts.run_result import CoverageCell, Run
from contracts.spec.model import Contract, Operation, ResponseSpec
from contracts.spec.object_model import METHODS
from contracts.spec.pointers import child_pointer
from contracts.traffic.drift_checks import DriftFinding, deviations_of
from contracts.traffic.matching import operation_of, selectors_of
from contracts.traffic.message_values import key_of, media_for
from contracts.traffic.model import FieldPath, OperationUsage, Usage, UsedResponse
from contracts.traffic.reader import RecordedExchange, TrafficReader
from contracts.traffic.schema_location import ANY, SchemaLocation, location_at
from contracts.traffic.usage import UsageAggregator, operation_name
from contracts.wording import pluralize

MAX_VALUE = 80
"""Maximum number of characters of a value in a message."""

DEEPEST = 8
"""Maximum depth of fields that are reported; schemas may be recursive."""


def unseen(usage: Usage, contract: Contract) -> Iterator[tuple[Operation, DriftFinding]]:
    """Yield unused items by operation; if an operation was never called, nothing else is reported for it."""
    for operation in contract.operations:
        used = usage.operations.get(operation_name(operation))
        if used is None:
            yield operation, _hint("operation", operation.pointer, "documented, but never called")
            continue
        for deviation in (*_parameters(operation, used), *_responses(operation, used)):
            yield operation, deviation


def _parameters(operation: Operation, used: OperationUsage) -> Iterator[DriftFinding]:
    missing = [one for one in operation.parameters if key_of(one) not in used.parameters]
    if missing:
        names = ", ".join(f"{one.name} ({one.location})" for one in missing)
        yield _hint("parameter", operation.pointer, f"parameters never sent: {names}")


def _responses(operation: Operation, used: OperationUsage) -> Iterator[DriftFinding]:
    seen = {response.documented for response in used.responses.values()}
    missing = [one.status for one in operation.responses if one.status not in seen]
    if missing:
        pointer = child_pointer(operation.pointer, "responses")
        yield _hint("status", pointer, f"status codes never received: {', '.join(missing)}")
    for response in operation.responses:
        if response.is_success:
            yield from _fields(operation, response, used)


def _fields(operation: Operation, response: ResponseSpec, used: OperationUsage) -> Iterator[DriftFinding]:
    received = [one for one in used.responses.values() if one.documented == response.status]
    for media_type, paths in _paths(received).items():
        media = media_for(response.content, media_type)
        if media is None or media.schema is None or () not in paths:
            continue
        missing = list(_missing(location_at(media.schema), (), paths))
        if missing:
            pointer = child_pointer(operation.pointer, "responses", response.status)
            names = ", ".join(child_pointer("", *path) for path in missing)
            yield _hint("field", pointer, f"fields of {response.status} never received: {names}")


def _paths(responses: list[UsedResponse]) -> dict[str, set[FieldPath]]:
    """Return the received fields by media type."""
    found: dict[str, set[FieldPath]] = {}
    for response in responses:
        for media_type, paths in response.media.items():
            found.setdefault(media_type, set()).update(paths)
    return found


def _missing(location: SchemaLocation, path: FieldPath, paths: set[FieldPath]) -> Iterator[FieldPath]:
    """Yield documented fields that were not received, without the fields inside of them."""
    if len(path) == DEEPEST:
        return
    for name, below in location.properties.items():
        here = (*path, name)
        if here not in paths:
            if not any(one is True for one in below.values_of("writeOnly")):
                yield here
        else:
            yield from _missing(below, here, paths)
    for below in (location.items, location.additional):
        if below.is_defined and (*path, ANY) in paths:
            yield from _missing(below, (*path, ANY), paths)


def _hint(what: str, pointer: str, message: str) -> DriftFinding:
    return DriftFinding(f"unseen-{what}", Severity.HINT, pointer, message, "")


VERB = "contracts drift"

CHECK = "traffic"
"""The name of the check in the coverage matrix of reports."""

REFUSALS = frozenset({404, 405, 410, 501})
"""Status codes with which a server rejects requests to unknown operations."""

LONGEST_NAME = 32
"""Maximum length of a path segment that can be a name; longer ones are ids."""

_ID = re.compile(r"[0-9]+|[0-9a-fA-F]{8,}|[0-9a-fA-F-]{32,36}|[A-Za-z]+[-_:.][0-9]+|.*[0-9].*[0-9].*|.*[@%:=~].*")
_VERSION = re.compile(r"v?[0-9]{1,2}(\.[0-9]+)*")


@dataclass
class _Seen:
    """A deviation, how often it was seen, and the first exchange that shows it."""

    deviation: DriftFinding
    operation: str
    exchange: RecordedExchange
    got: str
    count: int = 0


class Drift:
    """Compares traffic with a document.

    :param paths: HAR files and journals.
    :param recorded_at: base URL of the entries to read; ``""``: all.
    :param unseen: whether to report documented items that were never seen.
    """

    def __init__(self, paths: Sequence[str], contract: Contract, recorded_at: str = "", *, unseen: bool = True) -> None:
        self._paths = paths
        self._recorded_at = recorded_at
        self._checked: Counter[tuple[str, int]] = Counter()
        self._failed: Counter[tuple[str, int]] = Counter()
        self._contract = contract
        self._traffic = TrafficReader(paths, contract, recorded_at)
        self._unseen = unseen
        self._seen: dict[tuple[str, DriftFinding], _Seen] = {}
        self._usage = Usage("", contract.title, contract.version)
        self._refused = 0

    def run(self, *, document: str, reproduce: str = "") -> Run:
        """Read all traffic and return the findings.

        :param document: the document as the user named it.
        :param reproduce: the command that runs this again.
        :raises DocumentError: for a file that does not contain traffic.
        """
        recorder = UsageAggregator(self._contract, self._usage, "none")
        for exchange in self._traffic:
            recorder.add(exchange)
            self._check(exchange)
        operations = self._contract.operations
        return Run(
            command=VERB,
            document=document,
            subject=self._recorded_at,
            findings=(*self._findings(), *self._hints()),
            operations=tuple(one.id for one in operations),
            documented={one.id: tuple(response.status for response in one.responses) for one in operations},
            cells=tuple(
                CoverageCell(*key, CHECK, self._checked[key], self._failed[key]) for key in sorted(self._checked)
            ),
            requests=self._checked.total(),
            notes=tuple(self._notes()),
            reproduce=reproduce,
            fails_at=Severity.WARNING,
        )

    def _check(self, exchange: RecordedExchange) -> None:
        operation = exchange.operation
        key = (operation.id if operation is not None else "", exchange.response.status)
        self._checked[key] += 1
        if operation is not None:
            found = list(deviations_of(exchange, operation, self._contract))
            self._failed[key] += bool(found)
            for deviation, got in found:
                self._count(deviation, operation.id, exchange, got)
        elif is_refused(exchange):
            self._refused += 1
        else:
            self._failed[key] += 1
            self._count(*self._unmatched(exchange))

    def _unmatched(self, exchange: RecordedExchange) -> tuple[DriftFinding, str, RecordedExchange, str]:
        """Return the deviation of an exchange that matches no documented operation."""
        method, path = exchange.request.method, exchange.request.path
        known = documented_template(self._contract, exchange.request)
        if known:
            methods = [one.method for one in self._contract.operations if one.path == known]
            pointer = next(one.pointer for one in self._contract.operations if one.path == known)
            message, expected = f"undocumented method: {method} {known}", f"one of {', '.join(methods)}"
            deviation = DriftFinding("method", Severity.ERROR, pointer.rpartition("/")[0], message, expected)
        else:
            message = f"undocumented operation: {method} {guessed_template(path)}{self._selection(exchange.request)}"
            deviation = DriftFinding("operation", Severity.ERROR, "/paths", message, "a documented operation")
        return deviation, "", exchange, f"{exchange.response.status} for {path}"

    def _selection(self, request: Request) -> str:
        """Return what a request has of what decides between the operations at its path; ``""`` if nothing does."""
        query = parse_qs(request.query, keep_blank_values=True)
        found = []
        for one in selectors_of(self._contract, request.path):
            header = request.header(one.name) if "header" in one.locations else None
            values = [*(query.get(one.name, ()) if "query" in one.locations else ()), *filter(None, [header])]
            found.append(f"{one.name}={values[0][:MAX_VALUE]}" if values else f"no {one.name}")
        return f" with {', '.join(found)}" if found else ""

    def _count(self, deviation: DriftFinding, operation: str, exchange: RecordedExchange, got: str) -> None:
        seen = self._seen.setdefault((operation, deviation), _Seen(deviation, operation, exchange, got))
        seen.count += 1

    def _findings(self) -> Iterator[Finding]:
        order = [Severity.ERROR, Severity.WARNING, Severity.HINT]
        for seen in sorted(self._seen.values(), key=lambda one: order.index(one.deviation.severity)):
            deviation, exchange = seen.deviation, seen.exchange
            source = f"{exchange.location.file}:{exchange.location.line}"
            how_often = f"{seen.count} times, first at" if seen.count > 1 else "once, at"
            evidence = Evidence(
                seen.operation,
                (exchange.request,),
                exchange.response,
                deviation.expected,
                f"{seen.got} ({how_often} {source})",
            )
            location = self._contract.locate(deviation.pointer)
            rule = f"drift/{deviation.rule}"
            line = self._contract.document.line_of(location)
            yield Finding(rule, deviation.severity, location, deviation.message, HINTS[deviation.rule], evidence, line)

    def _hints(self) -> Iterator[Finding]:
        for operation, deviation in unseen(self._usage, self._contract) if self._unseen else ():
            location = self._contract.locate(deviation.pointer)
            message = f"{operation_name(operation)}: {deviation.message}"
            evidence = Evidence(operation.id, (), None, "at least one exchange", "none")
            line = self._contract.document.line_of(location)
            yield Finding(f"drift/{deviation.rule}", deviation.severity, location, message, "", evidence, line)

    def _notes(self) -> Iterator[str]:
        yield f"read {pluralize(self._checked.total(), 'exchange')} from {', '.join(self._paths)}"
        yield from self._traffic.notes
        if self._refused:
            yield f"{pluralize(self._refused, 'exchange')} with undocumented operations, which the server rejected too"


# ---------------------------------------------------------------------- exchanges without a documented operation


def is_refused(exchange: RecordedExchange) -> bool:
    """Whether the server rejects the operation as unknown, or HTTP itself defines the method (``OPTIONS``)."""
    return exchange.response.status in REFUSALS or exchange.request.method in {"OPTIONS", "TRACE"}


def documented_template(contract: Contract, request: Request) -> str:
    """Return the documented path template that a request matches, whatever the method; ``""``: none."""
    for method in METHODS:
        operation = operation_of(contract, replace(request, method=method.upper()))
        if operation is not None:
            return operation.path
    return ""


def guessed_template(path: str) -> str:
    """Return the path with segments that look like ids replaced by ``{id}``; versions such as ``/v1`` stay."""
    segments = path.split("/")
    return "/".join(
        "{id}" if segment and _is_id(segment, is_first=index == 1) else segment
        for index, segment in enumerate(segments)
    )


def _is_id(segment: str, *, is_first: bool) -> bool:
    if segment == MASK or len(segment) > LONGEST_NAME:
        return True
    if _VERSION.fullmatch(segment) and (is_first or segment.startswith("v")):
        return False
    return _ID.fullmatch(segment) is not None


HINTS = {
    "operation": "document it, or remove it from the server",
    "method": "document it, or remove it from the server",
    "parameter": "document it, or stop sending it",
    "parameter-value": "relax the schema, or reject the value",
    "parameter-missing": "make the parameter optional in the document, or reject requests without it",
    "request-body": "document the body as it is sent, or reject it",
    "request-media-type": "document it, or respond with 415",
    "request": "relax the schema, or reject the body",
    "request-field": "document it, or stop sending it",
    "status": "document it, or respond with a documented status code",
    "header": "make the header optional in the document, or send it",
    "media-type": "document it, or respond with a documented media type",
    "body": "document it, or respond without a body",
    "response": "correct the schema or the server",
    "response-field": "document it, or remove it from the response",
}
"""How to fix each kind of deviation."""
