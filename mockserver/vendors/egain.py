"""eGain: permissions by type of caller, requested attributes, sorting, and the vendor's codes and messages.

The rules come from the vendor's documentation of getCasesByIds, the codes and messages from ``WSErrorCommon`` in its
other documents. ``docs/vendors/egain.md`` says which rules are assumed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from contracts.failures import FailureKind
from contracts.generation.language import language
from contracts.spec.model import Operation
from mockserver.actions.requested_items import path_value
from mockserver.auth import TOKEN68
from mockserver.http.messages import Failure
from mockserver.http.negotiation import HEADER as LANGUAGE
from mockserver.http.negotiation import Languages, languages_of, locale_of
from mockserver.http.request import RequestContext
from mockserver.state.item_schema import Item
from mockserver.vendors.vendor import ReadItem, Vendor

CUSTOMER = "customer"
CLIENT = "client"
USER = "user"
"""Types of callers: values of ``actor`` in ``claims`` of ``x-mock-credentials``."""

API = "API"
"""The only type of client applications with access."""

MOST_IDS = 75
MOST_CHARACTERS = 20_000
"""Maximum number of ids in the path, and of characters including commas."""

ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    USER: (
        "created",
        "createdBy",
        "originatingChannel",
        "description",
        "solution",
        "userLastWorked",
        "relatedCases",
        "notes",
        "lastClosed",
    ),
    CUSTOMER: ("created", "originatingChannel", "recentActivityDate", "unreadActivityCount", "lastClosed"),
}
"""Values of ``$attribute`` by caller, besides ``all`` and ``custom.<name>``; client applications count as users."""

ON_REQUEST = frozenset({"customAttributes"}.union(*ATTRIBUTES.values()))
CUSTOM = "custom."
EVERY = "all"

SORTS: Mapping[str, Callable[[Item], Any]] = {
    # In numeric order, but without int(), which refuses thousands of digits.
    "id": lambda case: (len(case["id"]), case["id"]),
    "department": lambda case: case["department"]["name"],
    "status": lambda case: case["status"]["value"],
    "customer": lambda case: case["customer"]["customerName"],
}
"""Sort keys by value of ``$sort``, besides ``custom.<name>``."""

SHOWN = 200
"""Maximum length of an invalid value in a message."""

CODE = re.compile(r"[0-9]{3}-[0-9]+")
"""The vendor's codes. If the cause of a failure is a code, its detail is the vendor's message."""


class Egain(Vendor):
    """The rules for getCasesByIds; other operations only get the codes and messages.

    :param read: returns the case with an id, or ``None``.
    """

    def __init__(self, operation: Operation, read: ReadItem) -> None:
        resource = operation.resource
        self._reads_cases = resource is not None and (resource.role, resource.list_path) == ("read_many", ("case",))
        self._read = read
        self._known = frozenset(item.name for item in operation.parameters if item.location == "query")
        self._languages = languages_of(operation.parameters, "en_US") or Languages(("en-US",), "en-US")

    # ------------------------------------------------------------------ permissions

    def check(self, request: RequestContext) -> Failure | None:
        """Run the checks that depend on the caller, first those of the request, then those of the cases."""
        if not self._reads_cases:
            return None
        actor = request.claims.get("actor", USER)
        if actor == CLIENT and request.claims.get("type", API) != API:
            return _failure(FailureKind.FORBIDDEN, "403-197", "Not authorized to perform this action.")
        ids = path_value(request, "ids").split(",")
        return self._check_query(request, actor) or (
            self._check_customer(request, ids) if actor == CUSTOMER else self._check_user(request, ids)
        )

    def _check_query(self, request: RequestContext, actor: str) -> Failure | None:
        barred = {"$sort", "$order"} if actor == CUSTOMER else {"customer"}
        unsupported = [name for name in request.query if name not in self._known - barred]
        if unsupported:
            return _unsupported(unsupported)
        allowed = _attributes(actor)
        if any(name not in allowed and not name.startswith(CUSTOM) for name in _requested(request)):
            return _unsupported_value("$attribute", actor)
        if "$order" in request.query and "$sort" not in request.query:
            return _unsupported(["$order"])
        return None

    def _check_customer(self, request: RequestContext, ids: list[str]) -> Failure | None:
        if len(ids) > 1:
            return _failure(FailureKind.INVALID_PARAMETER, "400-10424", _limit(1), "path/ids")
        other = request.parameters.get(("query", "customer"))
        if other is not None and other not in request.claims.get("acts_for", ()):
            expected = "Id of a customer on whose behalf the caller may act"
            return _failure(
                FailureKind.INVALID_PARAMETER, "400-105", _invalid("query", other[:SHOWN], expected), "query/customer"
            )
        visible = request.claims.get("cases")
        if visible is not None and ids[0] not in visible:
            return Failure(FailureKind.NOT_FOUND, "the customer sees no activity of this case", "path/ids", sent=ids[0])
        return None

    def _check_user(self, request: RequestContext, ids: Iterable[str]) -> Failure | None:
        departments = request.claims.get("departments")
        if departments is None:
            return None
        cases = filter(None, (self._read(request, identifier) for identifier in ids))
        if all(case["department"]["name"] in departments for case in cases):
            return None
        return _failure(FailureKind.FORBIDDEN, "403-105", "User is not allowed to perform this action.", "path/ids")

    # ------------------------------------------------------------------ responses

    def shape(self, request: RequestContext, value: Any) -> Any:
        """Return the cases in the requested order, each with the attributes that the caller may see."""
        if not self._reads_cases:
            return value
        requested, allowed = _requested(request), _attributes(request.claims.get("actor", USER))
        every = EVERY in requested
        shown = frozenset(allowed).intersection(allowed if every else requested)
        names = None if every else frozenset(name.removeprefix(CUSTOM) for name in requested if name.startswith(CUSTOM))
        return {**value, "case": [_shown(case, shown, names) for case in self._sorted(request, value["case"])]}

    @staticmethod
    def _sorted(request: RequestContext, cases: list[Item]) -> list[Item]:
        by = request.parameters.get(("query", "$sort"))
        if by is None:
            return cases
        read = SORTS.get(by) or (lambda case: _custom_values(case, by.removeprefix(CUSTOM)))
        return sorted(cases, key=read, reverse=request.parameters.get(("query", "$order")) == "desc")

    def error_fields(self, request: RequestContext, failure: Failure) -> Mapping[str, Any]:
        """Return the vendor's code and message, and a message for the user if the request asks for it."""
        code, message = _message(request, failure)
        fields = {"code": code, "developerMessage": message}
        if request.headers.get("x-egain-error-message", "").lower() == "yes":
            chosen = self._languages.choose(request.headers.get(LANGUAGE)) or self._languages.default
            texts = language(locale_of(chosen)).errors
            fields["userMessage"] = texts.get(failure.kind, texts[FailureKind.INTERNAL])
        return fields


# ---------------------------------------------------------------------- attributes


def _attributes(actor: str) -> tuple[str, ...]:
    """Return the values that a caller may use in ``$attribute``, without custom attributes."""
    return (EVERY, *ATTRIBUTES[CUSTOMER if actor == CUSTOMER else USER])


def _requested(request: RequestContext) -> list[str]:
    """Return the names in ``$attribute``."""
    value = request.parameters.get(("query", "$attribute"))
    return value.split(",") if isinstance(value, str) else []


def _shown(case: Item, attributes: frozenset[str], custom: frozenset[str] | None) -> Item:
    """Return the visible part of a case.

    :param attributes: the requested optional attributes.
    :param custom: names of the requested custom attributes, or ``None`` for all.
    """
    seen = {name: value for name, value in case.items() if name not in ON_REQUEST or name in attributes}
    own = case["customAttributes"]["customAttribute"]
    chosen = [item for item in own if custom is None or item["attribName"] in custom]
    if chosen:
        seen["customAttributes"] = {"customAttribute": chosen}
    return seen


def _custom_values(case: Item, name: str) -> list[str]:
    """Return the values of a custom attribute; ``[]`` if the case lacks it, which sorts first."""
    own = case["customAttributes"]["customAttribute"]
    return [
        value["value"] for item in own if item["attribName"] == name for value in item["attribValues"]["attribValue"]
    ]


# ---------------------------------------------------------------------- codes and messages


def _failure(kind: FailureKind, code: str, message: str, location: str = "") -> Failure:
    return Failure(kind, message, location, cause=code)


def _unsupported(names: Iterable[str]) -> Failure:
    names = list(names)
    message = f"Unsupported query parameter(s) supplied: '{','.join(names)}'."
    return _failure(FailureKind.INVALID_PARAMETER, "400-101", message, f"query/{names[0]}")


def _unsupported_value(name: str, actor: str) -> Failure:
    """Return the failure for a query parameter with a value that the caller may not use."""
    known = {
        "$attribute": (*_attributes(actor), "custom.<name>"),
        "$sort": (*SORTS, "custom.<name>"),
        "$order": ("asc", "desc"),
    }[name]
    message = f"Unsupported value for query parameter '{name}'. Only the following values are supported: "
    return _failure(FailureKind.INVALID_PARAMETER, "400-102", f"{message}'{','.join(known)}'.", f"query/{name}")


_LENGTH = f"Text of at most {MOST_CHARACTERS} characters"
_EXPECTED = {
    "ids": "Comma separated list of ids",
    "customer": "Id of a customer",
}
"""Expected value in a message, by parameter."""


def _invalid(location: str, value: str, expected: str) -> str:
    return f"Invalid {location} parameter value: '{value}'. {expected} expected."


def _limit(number: int) -> str:
    return f"Limit exceeded. The allowed limit for 'ids' is '{number}'."


def _message(request: RequestContext, failure: Failure) -> tuple[str, str]:
    """Return code and message of a failure."""
    if CODE.fullmatch(failure.cause):
        return failure.cause, failure.detail
    match failure.kind:
        case FailureKind.UNAUTHENTICATED:
            return _unauthenticated(request, failure)
        case FailureKind.FORBIDDEN:
            return "403-105", "User is not allowed to perform this action."
        case FailureKind.NOT_ACCEPTABLE:
            header = "Accept-Language" if failure.location.endswith(LANGUAGE) else "Accept"
            return "406-100", f"Invalid '{header}' header value provided."
        case FailureKind.NOT_FOUND:
            return "404-100", f"The following IDs supplied in the URI path were not found: '{failure.sent or ''}'"
        case FailureKind.INVALID_PARAMETER:
            return _invalid_parameter(request, failure)
        case _:
            return "500-100", "System is unable to process this request. Please contact your administrator."


def _unauthenticated(request: RequestContext, failure: Failure) -> tuple[str, str]:
    if failure.location.endswith("X-egain-session"):
        return "401-101", "Invalid or expired 'X-egain-session' header provided. New login is required."
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and TOKEN68.fullmatch(token.strip(" ")):
        return "401-101", "Invalid or expired 'Authorization' header provided. New login is required."
    return "401-104", "Invalid or missing 'authorization' header value."


def _invalid_parameter(request: RequestContext, failure: Failure) -> tuple[str, str]:
    location, _, name = failure.location.partition("/")
    if name in {"$attribute", "$sort", "$order"}:
        # If the caller may not use the parameter at all, its values do not matter.
        actor = request.claims.get("actor", USER)
        barred = actor == CUSTOMER and name != "$attribute"
        fields = _unsupported([name]) if barred else _unsupported_value(name, actor)
        return fields.cause, fields.detail
    if failure.cause == "missing":
        return "400-112", f"Required {location} parameter(s) is missing: '{name}'."
    sent = failure.sent or ""
    if name == "ids" and sent.count(",") >= MOST_IDS:
        return "400-10424", _limit(MOST_IDS)
    expected = _LENGTH if name == "ids" and len(sent) > MOST_CHARACTERS else _EXPECTED.get(name, "Another value")
    return "400-108" if location == "path" else "400-105", _invalid(location, sent[:SHOWN], expected)
