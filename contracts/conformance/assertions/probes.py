"""Requests of the checks: the valid base request of an operation, and probes, which are derived from it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from zlib import crc32

from contracts.conformance.assertions.response_checks import PARTS, response_violations
from contracts.conformance.items.changes import renamed
from contracts.conformance.request_builder import OMITTED, Values, request_media
from contracts.conformance.safety import SAFE_METHODS, is_action, is_destructive
from contracts.conformance.session import Session
from contracts.conformance.unknown_ids import unknown_ids
from contracts.findings import Finding, Severity
from contracts.messages import Request, Response
from contracts.spec.documented_values import documented_values
from contracts.spec.model import MediaType, Operation, Parameter
from contracts.spec.resources.paths import parse_path


@dataclass(frozen=True)
class BaseRequest:
    """A valid request for an operation.

    :param request: with accepted credentials, if any are known.
    :param anonymous: the same request without credentials.
    :param number: the number from which its values were generated.
    :param values: the parameter values it was built with.
    :param succeeded: whether the server has accepted it, so that a changed part is the only reason for an error.
    :param body: the value of its body, if it was not generated from the number.
    """

    operation: Operation
    request: Request
    anonymous: Request
    number: int
    values: Values
    succeeded: bool
    body: Any = OMITTED

    def value(self, session: Session, media: MediaType) -> Any:
        """Return the value of the body, or that of another media type."""
        if self.body is not OMITTED and media is request_media(self.operation):
            return self.body
        return session.builder.body(self.operation, self.number, media)


def deletions_last(session: Session) -> list[Operation]:
    """Return the tested operations that can be tested without deleting anything of others, DELETE operations last."""
    found = [one for one in session.operations if not is_destructive(one) or _is_testable(session, one)]
    return sorted(found, key=is_destructive)


def _is_testable(session: Session, operation: Operation) -> bool:
    """Whether an operation that deletes can be tested: the safety rules allow its base request."""
    if session.allows(base_request(session, operation).request):
        return True
    session.note(
        f"{operation.id}: it may delete what the test did not create, and was not tested", skipped=operation.id
    )
    return False


def base_request(session: Session, operation: Operation) -> BaseRequest:
    """Return the request that succeeded, or the first one that can be built if none succeeded.

    For an operation that deletes, it is a request for an item that the test has created for that, or else for an id
    that does not exist; it is not sent. For an operation that creates items, it is a new request that was not sent,
    because the names of items may be unique.
    """
    if is_destructive(operation) and not session.plan.allow_destructive:
        return _deleting_request(session, operation)
    if _needs_own_item(session, operation):
        anonymous = session.build(operation, values=_unknown_values(session, operation))
        return BaseRequest(operation, session.authorised(operation, anonymous), anonymous, 0, {}, succeeded=False)
    success = session.success(operation)
    if success is not None:
        values = success.values
    else:
        values = {} if operation.method in SAFE_METHODS else session.first_values(operation)
    number, body = (success.number, success.body) if success else (0, OMITTED)
    creation = session.creation_by(operation)
    if creation is not None and success is not None:
        number, body = creation.prepare()
    anonymous = session.build(operation, number, values=values, body=body)
    request = session.authorised(operation, anonymous)
    return BaseRequest(operation, request, anonymous, number, values, success is not None, body)


def _needs_own_item(session: Session, operation: Operation) -> bool:
    """Whether an operation acts on items, and no item can be created for it."""
    reader = session.items.roles.reader_of(operation)
    return is_action(operation) and reader is not None and session.success(operation) is None


Case = TypeVar("Case")


def each_case(
    session: Session, operation: Operation, cases: Callable[[BaseRequest], Iterable[Case]]
) -> Iterator[tuple[BaseRequest, Case]]:
    """Yield the cases derived from the base request; of operations that create or delete, each from a new request."""
    base = base_request(session, operation)
    found = list(cases(base))
    for index in range(len(found)):
        if is_destructive(operation) or session.creation_by(operation) is not None:
            base = base_request(session, operation)
            found = list(cases(base))
        if index < len(found):
            yield base, found[index]


def _deleting_request(session: Session, operation: Operation) -> BaseRequest:
    reader = session.items.roles.reader_of(operation)
    spare = session.items.spare(reader) if reader is not None else None
    values = renamed(reader, operation, spare) if reader is not None and spare is not None else None
    values = {**values, **session.precondition(operation, values)} if values is not None else None
    succeeded = values is not None and session.success(operation) is not None
    anonymous = session.build(operation, values=values or _unknown_values(session, operation))
    return BaseRequest(operation, session.authorised(operation, anonymous), anonymous, 0, values or {}, succeeded)


def unknown_id(session: Session, parameter: Parameter, operation: Operation) -> Any:
    """Return an id that probably does not exist; ``None`` if the document allows or documents all of them.

    Each operation that writes has an id of its own, because it may create an item with it. The nil UUID is used only
    if items exist for any id: on other servers it may be that of a default item.
    """
    documented = set(map(str, documented_values(parameter)))
    unknown = (one for one in _unknown_ids(session, parameter, operation) if str(one) not in documented)
    schema = parameter.schema
    return next((one for one in unknown if schema is not None and schema.request_validator.is_valid(one)), None)


def _unknown_ids(session: Session, parameter: Parameter, operation: Operation) -> Iterator[Any]:
    digits = "00007f3a" if operation.method in SAFE_METHODS else f"{crc32(operation.id.encode()):08x}"
    return unknown_ids(digits, nil=_knows_any_id(session, parameter, operation))


def _knows_any_id(session: Session, parameter: Parameter, operation: Operation) -> bool:
    """Whether the items that a path parameter identifies exist for any id, as on a mock server."""
    keys = (one.key for one in parse_path(operation.path).items if one.parameter == parameter.name)
    readers = map(session.items.roles.reader_at, keys)
    return any(reader is not None and session.items.is_open(reader) for reader in readers)


def may_create(operation: Operation) -> bool:
    """Whether an operation may create an item with an id of the client (RFC 9110, section 9.3.4)."""
    return operation.method == "PUT" and (operation.documents(201) or not operation.documents(404))


def _unknown_values(session: Session, operation: Operation) -> Values:
    values = session.items.parents(operation)
    parameters = [one for one in operation.parameters if one.location == "path"]
    found = unknown_id(session, parameters[-1], operation) if parameters else None
    return {**values, ("path", parameters[-1].name): found} if found is not None else values


def still_succeeds(session: Session, base: BaseRequest) -> bool:
    """Send the base request again, and return whether it still succeeds.

    Other checks may have changed the item, so this is tested before an error response is reported. A request that
    deletes succeeds as long as its item can be read.
    """
    if not is_destructive(base.operation):
        request = base_request(session, base.operation).request if base.body is not OMITTED else base.request
        return base.succeeded and session.send(request).is_success
    reader = session.items.roles.reader_of(base.operation)
    if reader is None or not base.succeeded:
        return False
    return session.items.read(reader, renamed(base.operation, reader, base.values)).is_success


def fails_anyway(session: Session, base: BaseRequest, response: Response) -> bool:
    """Whether the valid request never succeeded and gets the same status code, so that a change is not the cause."""
    if base.succeeded:
        return False
    earlier = {one.status for one in session.responses.get(base.operation.id, ())}
    if not earlier and session.allows(base.request):
        earlier = {session.send(base.request).status}
    return response.status in earlier


def fails_now(session: Session, base: BaseRequest, response: Response) -> bool:
    """Whether the valid request gets the same status code when it is sent again: what it creates may exist already."""
    if is_destructive(base.operation):
        return False
    request = base_request(session, base.operation).request
    return session.allows(request) and session.send(request).status == response.status


def read_of(session: Session, reader: Operation, target: str, sent: Request) -> Request:
    """Return a GET request for the target that the response to another request names.

    It has the documented headers of that request, e.g. the version or the tenant in which an item was created.
    """
    request = session.authorised(reader, Request("GET", target))
    for name in (one.name for one in reader.parameters if one.location == "header"):
        if (value := sent.header(name)) is not None and request.header(name) is None:
            request = request.with_header(name, value)
    return request


BUSY = frozenset({429, 503})
"""Status codes of an overloaded server, from which nothing can be concluded."""


@dataclass(frozen=True)
class Probe:
    """A request of a check and its response.

    :param operation: ``None`` if the request matches no operation.
    :param title: a description of the request, with which messages begin.
    """

    operation: Operation | None
    title: str
    request: Request
    response: Response

    @property
    def is_conclusive(self) -> bool:
        """Whether the response is not that of an overloaded server."""
        return self.response.status not in BUSY

    def finding(
        self,
        session: Session,
        rule: str,
        message: str,
        *,
        expected: str,
        got: str = "",
        pointer: str = "",
        severity: Severity = Severity.ERROR,
        cause: str = "",
    ) -> Finding:
        """Return a finding about this request.

        :param got: by default, the status code.
        """
        return session.finding(
            rule,
            self.operation,
            f"{self.title}: {message}",
            requests=[self.request],
            response=self.response,
            expected=expected,
            got=got or f"status {self.response.status}",
            pointer=pointer,
            severity=severity,
            cause=cause,
        )

    def violations(self, session: Session, rule: str, parts: Collection[str] = PARTS) -> Iterator[Finding]:
        """Yield a finding for each violation in these parts of the response."""
        for violation in response_violations(self.operation, self.response) if self.operation else ():
            if violation.part in parts:
                part_rule = f"{rule}/{violation.part}" if len(parts) > 1 else rule
                yield self.finding(
                    session,
                    part_rule,
                    violation.message,
                    expected=violation.expected,
                    got=violation.got,
                    pointer=violation.pointer,
                    severity=violation.severity,
                    cause=violation.cause or violation.message,
                )


def send_probe(session: Session, check: str, operation: Operation | None, title: str, request: Request) -> Probe:
    """Send a request and count an assertion; if the server is overloaded, add a note.

    :param title: a description of the request, with which messages begin.
    """
    probe = Probe(operation, title, request, session.send(request))
    session.asserted(check, operation, probe.response)
    if not probe.is_conclusive:
        session.note(
            f"{title}: skipped, the response was {probe.response.status}", skipped=operation.id if operation else ""
        )
    return probe


def successes(session: Session, check: str) -> Iterator[Probe]:
    """Yield the successful request of each operation that has one, and count an assertion for each."""
    for operation in deletions_last(session):
        success = session.success(operation)
        if success is not None:
            session.asserted(check, operation, success.response)
            title = f"{operation.method} {operation.path}"
            yield Probe(operation, title, success.request, success.response)
