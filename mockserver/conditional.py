"""Conditional requests (RFC 9110, section 13): ``ETag``, 304, 412 and 428, where they are documented.

An item has the same tag in all its responses: a hash of its JSON. All other responses have a hash of their body.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote

from contracts.failures import FailureKind
from contracts.generation.json_encoding import encode_json
from contracts.spec.model import Operation, ResponseSpec
from contracts.spec.schemas import Schema
from mockserver.actions.action import OperationAction
from mockserver.http.etags import ANY, entity_tag, matches_strongly, matches_weakly
from mockserver.http.messages import Failure, MockResponse
from mockserver.http.request import RequestContext

NOT_ON_ITEM = frozenset(
    {"list", "search", "save", "read_many", "create", "create_many", "update_many", "delete_many", "upload", "download"}
)
"""Roles of operations whose path names no single item, or its content, which the tag of the item does not cover."""

READING = frozenset({"GET", "HEAD"})

_STATUSES = (304, 412, 428)
_PARAMETERS = frozenset({"if-match", "if-none-match"})


def conditional_of(operation: Operation, operations: Iterable[Operation]) -> Conditional | None:
    """Return the handling of conditional requests of an operation, or ``None`` if nothing of it is documented.

    :param operations: the operations of its API: an item has a tag if any operation on it documents one.
    """
    resource = operation.resource
    on_item = resource is not None and resource.role not in NOT_ON_ITEM
    related = [operation]
    if resource is not None and on_item:
        related += [
            other
            for other in operations
            if other.resource is not None
            and other.resource.collection == resource.collection
            and other.resource.role not in NOT_ON_ITEM
        ]
    if not any(map(conditions, related)):
        return None
    return Conditional(operation, _tag_schema(related), on_item=on_item)


def conditions(operation: Operation) -> tuple[str, ...]:
    """Return what an operation documents of conditional requests, e.g. ``("ETag", "If-Match", "412")``."""
    tag = any(_documents_tag(response) for response in operation.responses if response.is_success)
    headers = [parameter.name for parameter in operation.parameters if parameter.location == "header"]
    return (
        *(["ETag"] if tag else []),
        *(name for name in headers if name.lower() in _PARAMETERS),
        *(str(status) for status in _STATUSES if operation.documents(status)),
    )


def _documents_tag(response: ResponseSpec | None) -> bool:
    return response is not None and any(header.name.lower() == "etag" for header in response.headers)


def _tag_schema(operations: Iterable[Operation]) -> Schema | None:
    """Return the schema of the first documented ``ETag`` header, or ``None``."""
    headers = (
        header
        for operation in operations
        for response in operation.responses
        if response.is_success
        for header in response.headers
    )
    return next((header.schema for header in headers if header.name.lower() == "etag"), None)


class Conditional:
    """The conditional requests of one operation.

    :param schema: the schema of ``ETag``, or ``None``.
    :param on_item: whether the path names an item, so that the tag is known before the operation is performed.
    """

    def __init__(self, operation: Operation, schema: Schema | None, *, on_item: bool) -> None:
        names = {parameter.name.lower() for parameter in operation.parameters if parameter.location == "header"}
        self._schema = schema
        self._on_item = on_item
        self._role = operation.resource.role if operation.resource else ""
        self._reads = operation.method in READING
        self._has_304 = operation.documents(304)
        self._has_412 = operation.documents(412) or (bool(names & _PARAMETERS) and operation.response(412) is not None)
        self._has_428 = operation.documents(428) and "if-match" in names and not self._reads
        self._sends_tag = self._reads or _documents_tag(operation.success)

    @property
    def requires_if_match(self) -> bool:
        """Whether a request without ``If-Match`` gets the documented 428, also if the parameter is required."""
        return self._has_428

    def check(self, request: RequestContext, action: OperationAction) -> Failure | None:
        """Refuse a request whose precondition fails (412), or that lacks a required one (428)."""
        if not self._on_item:
            return None
        required, unwanted = request.headers.get("if-match"), request.headers.get("if-none-match")
        if required is None and unwanted is None and self._has_428:
            return Failure(FailureKind.PRECONDITION_REQUIRED, "If-Match is required", "header/if-match")
        if not self._has_412:
            return None
        if required is not None and not self._matches(required, request, action):
            return _failed("If-Match is not the ETag of the item", "header/if-match")
        if unwanted is not None and not self._reads and self._is_unwanted(unwanted, request, action):
            return _failed("the item exists, or has one of the tags in If-None-Match", "header/if-none-match")
        return None

    def _matches(self, header: str, request: RequestContext, action: OperationAction) -> bool:
        tag = self._item_tag(request, action)
        return bool(tag) and matches_strongly(header, tag)

    def _is_unwanted(self, header: str, request: RequestContext, action: OperationAction) -> bool:
        """Whether the item has one of the tags; for ``*``, whether it was written or is in the list."""
        if header.strip() == ANY:
            return action.requested.collection(request).is_listed(action.requested.identifier(request))
        tag = self._item_tag(request, action)
        return bool(tag) and matches_weakly(header, tag)

    def _item_tag(self, request: RequestContext, action: OperationAction, identifier: str | None = None) -> str:
        """Return the tag of the current item; ``""`` if it does not exist."""
        item = action.item(request, action.requested.identifier(request) if identifier is None else identifier)
        return "" if item is None else entity_tag(encode_json(item), self._schema)

    def finish(self, request: RequestContext, action: OperationAction, response: MockResponse) -> MockResponse:
        """Add the ``ETag`` header to a response; return a 304 if the client has this version already."""
        if not 200 <= response.status < 300 or not self._sends_tag or self._role == "delete":
            return response
        tag = self._tag(request, action, response)
        if not tag:
            return response
        header = (b"etag", tag.encode("latin-1", "replace"))
        if self._reads and self._has_304 and matches_weakly(request.headers.get("if-none-match", ""), tag):
            return MockResponse(304, headers=[header])
        response.headers = [*(one for one in response.headers if one[0] != b"etag"), header]
        return response

    def _tag(self, request: RequestContext, action: OperationAction, response: MockResponse) -> str:
        tag = ""
        if self._on_item:
            tag = self._item_tag(request, action)
        elif self._role == "create":
            location = next((value for name, value in response.headers if name == b"location"), b"")
            tag = self._item_tag(request, action, unquote(location.decode("latin-1").rstrip("/").rpartition("/")[2]))
        return tag or entity_tag(response.body, self._schema)


def _failed(detail: str, location: str) -> Failure:
    return Failure(FailureKind.PRECONDITION_FAILED, detail, location)
