"""Mutants whose success responses violate the documented schema, or are not valid JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from contracts.messages import Response
from contracts.spec.model import Operation
from mockserver.mutation.editing import documented_media, is_json, parse_json, violates, with_body, with_json
from mockserver.mutation.locations import BodyLocation, is_number, locations, remove_at, replace_at, violations_of
from mockserver.mutation.mutant import Call, MutantFamily, returns_json

FAMILY = MutantFamily("schema")

_violation = violations_of(FAMILY)


@FAMILY.transform(
    "json-not-a-number",
    "a number is NaN",
    why="Python's encoder writes it by default, and most parsers reject it; RFC 8259, section 6, forbids it.",
    applies=returns_json,
)
def json_not_a_number(_call: Call, operation: Operation, response: Response) -> Response:
    """Replace the first number by NaN."""
    media = documented_media(operation, response)
    if media is None or not response.is_success:
        return response
    body = parse_json(response)
    for location in locations(media.schema, body):
        if is_number(location.value):
            return with_body(response, json.dumps(replace_at(body, location.path, float("nan"))).encode())
    return response


@FAMILY.transform(
    "json-trailing",
    "the JSON of a success response is followed by other characters",
    why="Debug output was written to the body.",
    applies=returns_json,
)
def json_trailing(_call: Call, _operation: Operation, response: Response) -> Response:
    """Append characters to the body."""
    return with_body(response, response.body + b"null") if response.is_success and is_json(response) else response


@FAMILY.transform(
    "json-truncated",
    "the JSON of a success response is truncated",
    why="A buffer is too small, or a proxy closes the connection.",
    applies=returns_json,
)
def json_truncated(_call: Call, _operation: Operation, response: Response) -> Response:
    """Remove the second half of the body."""
    if not response.is_success or not is_json(response):
        return response
    return with_body(response, response.body[: len(response.body) // 2])


@_violation(
    "property-added",
    "an object has a property although additional properties are forbidden",
    why="Internal columns leak if a row is serialised unchanged.",
)
def property_added(location: BodyLocation) -> Iterator[Any]:
    """Add a property to an object."""
    if isinstance(location.value, dict):
        yield {**location.value, "_internal": "left in by mistake"}


@_violation(
    "property-renamed",
    "a required property is in camelCase instead of snake_case, or the reverse",
    why="Frameworks convert between the two by a setting.",
)
def property_renamed(location: BodyLocation) -> Iterator[Any]:
    """Rename a property of an object."""
    if isinstance(location.value, dict):
        for name in location.value:
            other = _other_convention(name)
            if other != name:
                yield {(other if key == name else key): value for key, value in location.value.items()}


def _other_convention(name: str) -> str:
    if "_" in name:
        return re.sub(r"_+(.)", lambda match: match[1].upper(), name)
    return re.sub(r"(?<=[a-z])[A-Z]", lambda match: f"_{match[0].lower()}", name)


@FAMILY.transform(
    "required-missing",
    "a required property of the response is missing",
    why="A serialiser omits empty values, or a column is no longer selected.",
    applies=returns_json,
)
def required_missing(_call: Call, operation: Operation, response: Response) -> Response:
    """Remove the last required property."""
    body = parse_json(response)
    if not response.is_success or not isinstance(body, dict):
        return response
    candidates = (remove_at(body, (name,)) for name in reversed(body))
    return next((with_json(response, wrong) for wrong in candidates if violates(operation, response, wrong)), response)


@FAMILY.transform(
    "required-missing-deep",
    "a required property of a nested object is missing",
    why="Manual tests rarely check nested objects.",
    applies=returns_json,
)
def required_missing_deep(_call: Call, operation: Operation, response: Response) -> Response:
    """Remove the last required property below the first level."""
    media = documented_media(operation, response)
    if media is None or not response.is_success:
        return response
    body = parse_json(response)
    nested = [location.path for location in locations(media.schema, body) if len(location.path) > 1]
    candidates = (remove_at(body, path) for path in reversed(nested) if isinstance(path[-1], str))
    return next((with_json(response, wrong) for wrong in candidates if violates(operation, response, wrong)), response)


@FAMILY.transform(
    "success-empty",
    "a success response declares JSON, but its body is empty",
    why="The body stream is read twice, and the second read returns no data.",
    applies=returns_json,
)
def success_empty(_call: Call, _operation: Operation, response: Response) -> Response:
    """Remove the body but not its media type."""
    return with_body(response, b"") if response.is_success and is_json(response) else response


@FAMILY.transform(
    "password-leaked",
    "an object has a password hash, which the document does not list",
    why="A row of the database is returned as it is.",
    applies=returns_json,
)
def password_leaked(_call: Call, operation: Operation, response: Response) -> Response:
    """Add the property to each object that may have further ones, the whole body or items of a list."""
    body = parse_json(response) if response.is_success and is_json(response) else None
    wrong = _with_password(body)
    return response if wrong == body or violates(operation, response, wrong) else with_json(response, wrong)


def _with_password(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_password(one) for one in value]
    return {**value, "password_hash": "$2b$12$KIXQ4"} if isinstance(value, dict) and value else value
