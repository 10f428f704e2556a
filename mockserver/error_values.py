"""Fills error bodies: messages, codes, and the location of each fault, by the usual names of properties.

Properties that the schema knows and that say what is wrong are added if a generated value lacks them. Every property is
changed only if that is valid.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from contracts.spec.names import plain
from contracts.spec.pointers import child_pointer, split_pointer
from contracts.spec.schemas import Schema
from mockserver.fastapi_errors import fill as fill_fastapi
from mockserver.fastapi_errors import is_item
from mockserver.http.messages import Failure
from mockserver.http.request import ABSENT

TEXT_FIELDS = frozenset(
    {"message", "detail", "details", "title", "description", "errordescription", "errormessage", "errormsg", "msg",
     "reason", "developermessage", "usermessage", "error", "summary", "faultstring", "errortext", "messagetext",
     "localizedmessage", "longmessage", "shortmessage", "errordetail", "errordetails", "errorreason"}
)  # fmt: skip
"""Names of properties with a message for a person, in lower case without separators."""

CODE_FIELDS = frozenset({"code", "status", "statuscode", "errorcode", "error", "type", "name", "httpstatus"})
"""Names of properties with a code for a program: filled with the status (number) or the failure kind (string)."""

LIST_FIELDS = frozenset(
    {"errors", "details", "violations", "issues", "problems", "messages", "invalidparams", "fieldviolations", "causes",
     "constraintviolations", "faults", "failures", "error", "detail"}
)  # fmt: skip
"""Names of lists with one entry for each fault; also names that end with ``errors``."""

FIELD_FIELDS = frozenset(
    {"field", "fieldname", "param", "paramname", "parameter", "parametername", "property", "propertyname",
     "propertypath", "attribute", "path", "key", "target", "name", "argument", "element", "member"}
)  # fmt: skip
"""Names of properties of a fault with the name of the wrong parameter or property."""

POINTER_FIELDS = frozenset({"pointer", "jsonpointer", "instancepath", "datapath", "jsonpath"})
"""Names of properties of a fault with a JSON pointer to the wrong value."""

PART_FIELDS = frozenset({"in", "location", "source", "locationtype", "where"})
"""Names of properties of a fault with the part of the request: ``query``, ``body``, …"""

VALUE_FIELDS = frozenset({"value", "rejectedvalue", "input", "received", "actual", "sent", "invalidvalue"})
"""Names of properties of a fault with the value that was sent."""

_OF_FAULT = FIELD_FIELDS | POINTER_FIELDS | PART_FIELDS | VALUE_FIELDS

PATH_FIELDS = frozenset({"instance", "path", "requestpath", "uri", "requesturi"})
"""Names of properties of an error, not of a fault in a list, with the path of the request."""

PROBLEM_MEMBERS = frozenset({"title", "status", "detail"})
"""Members of a problem document (RFC 9457, section 3.1) by which it is recognized."""

_REQUIRED = re.compile(r'"([^"]+)" is a required property')
_ADDITIONAL = re.compile(r"""Additional properties are not allowed \('([^']+)' w""")

MAX_DEPTH = 6

Make = Callable[[Schema], Any]
"""Generates a value of a schema; raises nothing."""


def problem(status: int, failure: Failure, path: str = "") -> dict[str, Any]:
    """Return a problem document (RFC 9457) for a failure.

    ``title`` is the phrase of the status, as section 4.2.1 recommends for ``about:blank``.
    """
    found: dict[str, Any] = {
        "type": "about:blank",
        "title": phrase(status),
        "status": status,
        "detail": failure.sentence,
    }
    return {**found, **({"instance": path} if path else {})}


def phrase(status: int) -> str:
    """Return the reason phrase of a status code."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"Status {status}"


@dataclass(frozen=True)
class ErrorFiller:
    """Fills one error body.

    :param status: status code of the response.
    :param path: path of the request, or ``""``.
    :param is_problem: whether the media type is that of problem documents.
    :param make: generates the properties that a body lacks; ``None`` to add none, as in documented examples.
    """

    status: int
    failure: Failure
    path: str = ""
    is_problem: bool = False
    make: Make | None = None

    def __call__(self, value: Any, schema: Schema) -> Any:
        """Return a copy of an error body with what is known about the failure, each part only if that is valid."""
        return self._fill(value, schema, is_fault=False, depth=MAX_DEPTH)

    def _of(self, failure: Failure) -> ErrorFiller:
        return replace(self, failure=failure)

    def _fill(self, value: Any, schema: Schema, *, is_fault: bool, depth: int) -> Any:
        if depth <= 0:
            return value
        if isinstance(value, list):
            return self._entries(value, schema, depth)
        if not isinstance(value, dict):
            texts = (self.failure.sentence, self.failure.detail) if isinstance(value, str) else ()
            return next((text for text in texts if schema.is_valid(text)), value)
        if is_item(value):
            return fill_fastapi(value, schema, self.failure)
        known = schema.possible_properties
        filled = self._completed(value, schema, known, is_fault=is_fault)
        names = frozenset(plain(name) for name in {**known, **filled})
        for name, below in list(filled.items()):
            if name not in known:
                continue
            changed = self._field(name, below, known[name], names, is_fault=is_fault, depth=depth)
            if changed is ABSENT:
                rest = {key: one for key, one in filled.items() if key != name}
                filled = rest if schema.is_valid(rest) else filled
            else:
                filled[name] = changed
        return filled

    def _completed(
        self, value: dict[str, Any], schema: Schema, known: Mapping[str, Schema], *, is_fault: bool
    ) -> dict[str, Any]:
        """Return a copy of an object with the known properties that say what is wrong."""
        filled = dict(value)
        if self.make is None:
            return filled
        for name, below in known.items():
            own = plain(name)
            if name in filled or not (own in TEXT_FIELDS or _is_list_name(own) or (is_fault and own in _OF_FAULT)):
                continue
            made = self.make(below)
            changed = {**filled, name: made}
            if made is not None and schema.is_valid(changed):
                filled = changed
        return filled

    def _entries(self, value: list[Any], schema: Schema, depth: int) -> list[Any]:
        """Return a list with one entry for each fault, as many as the schema allows."""
        items = schema.items
        if items is None:
            return value
        if not value and self.make is not None:
            value = [self.make(items)]
        if not value or not isinstance(value[0], dict | str):
            return value
        entries = [
            self._of(failure)._fill(value[0], items, is_fault=True, depth=depth - 1) for failure in self.failure.each
        ]
        while len(entries) > 1 and not schema.is_valid(entries):
            entries.pop()
        return entries if schema.is_valid(entries) else value

    def _field(
        self, name: str, value: Any, schema: Schema, names: frozenset[str], *, is_fault: bool, depth: int
    ) -> Any:
        """Return the value of a property; ``ABSENT`` if it describes what the failure does not have."""
        own = plain(name)
        if isinstance(value, dict | list) or (value is None and not schema.is_valid(self.failure.detail)):
            if is_fault and isinstance(value, dict) and own == "source":
                return self._source(value, schema)
            return self._fill(value, schema, is_fault=is_fault, depth=depth - 1)
        candidates = self._candidates(own, value, names, is_fault=is_fault)
        fitting = next((one for one in candidates if one is not ABSENT and schema.is_valid(one)), None)
        if fitting is not None:
            return fitting
        return ABSENT if ABSENT in candidates else value

    def _candidates(self, own: str, value: Any, names: frozenset[str], *, is_fault: bool) -> list[Any]:
        """Return the possible values of a property, the best first; with ``ABSENT`` if no other value makes sense."""
        failure, is_text = self.failure, isinstance(value, str) or value is None
        if not is_fault and is_text and (self.is_problem or names >= PROBLEM_MEMBERS):
            known = problem(self.status, failure, self.path)
            if own in known and own != "status":
                return [known[own]]
            if own == "instance":
                return [ABSENT]
        if is_fault and own in _OF_FAULT:
            return self._of_fault(own, names) if is_text else []
        if is_text and self.path and own in PATH_FIELDS and not is_fault:
            return [self.path]
        if is_text and own in FIELD_FIELDS - PATH_FIELDS - {"name"} and failure.location:
            return [field_of(failure)]
        found: list[Any] = []
        if own in CODE_FIELDS:
            found += [self.status] if isinstance(value, int) else []
            found += [failure.kind.value, str(self.status)] if is_text and own not in TEXT_FIELDS else []
        if own in TEXT_FIELDS:
            is_located = is_fault and names & (FIELD_FIELDS | POINTER_FIELDS | PART_FIELDS)
            texts = [failure.detail] if is_located else [failure.sentence, failure.detail]
            found += [*texts, failure.kind.value] if is_text else []
        return found

    def _of_fault(self, own: str, names: frozenset[str]) -> list[Any]:
        failure = self.failure
        if not failure.location:
            return [ABSENT]
        if own in VALUE_FIELDS:
            return [failure.sent] if failure.sent is not None else [ABSENT]
        if own in POINTER_FIELDS:
            return [pointer_of(failure)]
        part = failure.location.partition("/")[0]
        if own in PART_FIELDS:
            return [part, field_of(failure)] if names & (FIELD_FIELDS | POINTER_FIELDS) else [field_of(failure), part]
        return [field_of(failure)]

    def _source(self, value: dict[str, Any], schema: Schema) -> Any:
        """Return the source of a fault: ``pointer``, ``parameter`` or ``header`` (JSON:API 1.1, "Error Objects")."""
        part, _, name = self.failure.location.partition("/")
        key = {"query": "parameter", "path": "parameter", "header": "header", "body": "pointer"}.get(part, "")
        text = pointer_of(self.failure) if part == "body" else name
        wanted = {key: text}
        if key in schema.possible_properties and schema.is_valid(wanted):
            return wanted
        return ABSENT if not key else value


def _is_list_name(name: str) -> bool:
    return name in LIST_FIELDS or name.endswith("errors")


def field_of(failure: Failure) -> str:
    """Return the name of the wrong parameter, or the path of the wrong property with dots; the part if all is wrong."""
    part, _, name = failure.location.partition("/")
    return ".".join(split_pointer(pointer_of(failure))) or part if part == "body" else name or part


def pointer_of(failure: Failure) -> str:
    """Return a JSON pointer to the wrong value in its part of the request."""
    part, slash, name = failure.location.partition("/")
    if part != "body":
        return child_pointer("", name) if name else ""
    missing = _REQUIRED.search(failure.detail) or _ADDITIONAL.search(failure.detail)
    return child_pointer(slash + name, *([missing[1]] if missing else []))
