"""What a refused request breaks, with its position in the document: looked up when an exchange is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from contracts.failures import FailureKind
from contracts.generation.media_types import essence
from contracts.redaction.messages import Masker
from contracts.spec.model import Contract, Operation
from contracts.spec.operation_pointers import OperationPointers
from contracts.spec.pointers import child_pointer
from contracts.spec.written_keywords import written_pointer
from mockserver.control.positions import position_json
from mockserver.exchange import Exchange, request_of
from mockserver.http.messages import MISSING
from mockserver.http.notes import Violation

MAX_KNOWN = 10_000
"""Maximum number of positions that are kept."""

Position = tuple[str, dict[str, Any]]
"""A JSON pointer in a file of the document, and the position there."""


class Violations:
    """Finds what the violations of exchanges are about.

    A large document is read again for its first position, so :meth:`json` is called in a thread.
    """

    def __init__(self, contracts: Sequence[Contract]) -> None:
        self._contracts = contracts
        self._positions: dict[tuple[int, str], Position] = {}

    @cached_property
    def _operations(self) -> Mapping[tuple[str, str], tuple[Contract, Operation]]:
        return {(one.api, one.id): (contract, one) for contract in self._contracts for one in contract.operations}

    def json(self, exchange: Exchange, masker: Masker) -> list[dict[str, Any]]:
        """Return the violations of an exchange, without secrets."""
        if not exchange.violations:
            return []
        _, messages = masker.refusal(request_of(exchange), [one.message for one in exchange.violations])
        known = self._operations.get((exchange.api, exchange.operation))
        found = []
        for violation, message in zip(exchange.violations, messages, strict=True):
            pointer, document = ("", None) if known is None else self._position(*known, violation, exchange)
            shown = {"kind": violation.kind, "location": violation.location, "message": message}
            found.append({**shown, "pointer": pointer, "document": document})
        return found

    def _position(self, contract: Contract, operation: Operation, violation: Violation, exchange: Exchange) -> Position:
        """Return where the document says what the request breaks."""
        pointer = _pointer(contract, operation, violation, exchange)
        key = id(contract), pointer
        position = self._positions.get(key)
        if position is None:
            location = contract.locate(pointer)
            position = location.pointer, position_json(location)
            if len(self._positions) < MAX_KNOWN:
                self._positions[key] = position
        return position


def _pointer(contract: Contract, operation: Operation, violation: Violation, exchange: Exchange) -> str:
    """Return the pointer in the tree of the contract; that of the operation if there is nothing closer."""
    if violation.keyword and (found := written_pointer(contract.tree, violation.keyword)):
        return found
    pointers = OperationPointers(contract, operation)
    part, _, name = violation.location.partition("/")
    if violation.kind in {FailureKind.UNAUTHENTICATED, FailureKind.FORBIDDEN} and operation.security:
        return pointers.security
    if part == "body" or violation.location == "header/content-type":
        return _in_body(pointers, violation, name, exchange)
    if parameter := pointers.parameter(part, name):
        is_written = violation.cause == MISSING and "required" in parameter[1]
        return child_pointer(parameter[0], "required") if is_written else parameter[0]
    if violation.kind == FailureKind.NOT_ACCEPTABLE and operation.success is not None:
        return child_pointer(pointers.response(operation.success.status), "content")
    return operation.pointer


def _in_body(pointers: OperationPointers, violation: Violation, name: str, exchange: Exchange) -> str:
    """Return the pointer of what a body breaks: its requirement, its media types, one of them, or a field of a form."""
    if pointers.body is None:
        return pointers.pointer
    pointer, node = pointers.body
    if violation.kind == FailureKind.MISSING_BODY:
        return child_pointer(pointer, "required")
    content = child_pointer(pointer, "content")
    if violation.location == "header/content-type" or violation.kind == FailureKind.TOO_LARGE:
        return content if violation.location == "header/content-type" else pointer
    media = _media_type(list(node.get("content", ())), exchange)
    if media is None:
        return content
    written = node["content"][media]
    found = child_pointer(content, media)
    if violation.kind == FailureKind.UNSUPPORTED_MEDIA_TYPE and name in written.get("encoding", {}):
        return child_pointer(found, "encoding", name)
    is_of_schema = violation.kind == FailureKind.INVALID_BODY and "schema" in written
    return child_pointer(found, "schema") if is_of_schema else found


def _media_type(names: list[str], exchange: Exchange) -> str | None:
    """Return the documented media type of a request, the first one without ``Content-Type``."""
    header = next((value for name, value in exchange.request_headers if name.lower() == b"content-type"), None)
    if header is None:
        return next(iter(names), None)
    sent = essence(header.decode("latin-1"))
    ranges = (sent, f"{sent.partition('/')[0]}/*", "*/*")
    return next((name for one in ranges for name in names if essence(name) == one), None)
