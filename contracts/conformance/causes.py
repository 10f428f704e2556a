"""Causes of findings: what is wrong, without the operation, the request and values of the response.

Findings with the same cause at several operations are one fault; see :mod:`contracts.conformance.faults`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from contracts.spec.metaschema import ValidationIssue
from contracts.spec.model import Operation
from contracts.spec.pointers import child_pointer

MALFORMED_JSON = "the body is not valid JSON"
NO_ALLOW = "405 without Allow"
INCOMPLETE_ALLOW = "Allow does not list all documented methods"
NULL_ACCEPTED = "null is accepted where the document does not allow it"
WRONG_ALLOW = "Allow lists a method that is rejected or not documented"

MAY_NOT_EXIST = "with an id that may not exist"
"""In messages about a request for an item, if none was found."""

_INDEX = re.compile(r"/\d+(?=/|$)")


def cause_of(message: str, operation: Operation | None) -> str:
    """Return a message without the operation: ``GET /a with no body: no`` gives ``with no body: no``.

    :param operation: the operation of the finding; the path of another one stays in the message.
    """
    if operation is None:
        return message
    text = message.removeprefix(f"{operation.id}: ")
    path = re.escape(operation.path)
    text = re.sub(rf"\b[A-Z]+ {path}(?![\w/{{-]),?", "", text, count=1)
    return " ".join(text.split()).removeprefix(": ").replace(" :", ":").strip() or message


def undocumented_status_cause(status: int) -> str:
    """Return the cause of a response whose status code is not documented."""
    return f"status {status} is not documented"


def schema_cause(issue: ValidationIssue) -> str:
    """Return the cause of a body that does not match its schema: the keyword that it violates, and its location.

    The location is that in the shared schema, e.g. ``/components/schemas/Pet/properties/name/type``. For ``required``
    it has the missing property.
    """
    detail = f" {issue.detail['property']!r}" if issue.keyword == "required" else ""
    return f"the body violates {child_pointer('', *issue.rule)}{detail}"


def without_indexes(pointer: str) -> str:
    """Return a JSON pointer with ``*`` for the indexes of lists."""
    return _INDEX.sub("/*", pointer)


def pattern_of(path: Iterable[str | int]) -> str:
    """Return the JSON pointer of a value, with ``*`` for the indexes of lists."""
    return child_pointer("", *("*" if isinstance(token, int) else token for token in path))
