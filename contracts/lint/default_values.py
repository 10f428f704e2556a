"""Requirements of OpenAPI for a default beyond JSON Schema 2020-12, as openapi-spec-validator checks them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.lint.value_errors import ValueIssue, shown

INTEGER_FORMATS = {"int32": 2**31, "int64": 2**63}
"""By format, the first positive number that is too large (OpenAPI 3.0.3, "Data Types")."""

CHOICES = ("oneOf", "anyOf", "allOf")


def openapi_issues(node: dict[str, Any], version: str) -> Iterator[ValueIssue]:
    """The violations of a default that JSON Schema accepts.

    :param version: of OpenAPI: ``3.0``, ``3.1`` or ``3.2``.
    """
    value, name = node["default"], node.get("format")
    if type(value) is int and node.get("type") != "integer" and isinstance(name, str) and name in INTEGER_FORMATS:
        limit = INTEGER_FORMATS[name]
        if not -limit <= value < limit:
            yield _misfit("type", f"{value} is out of range for format {name}", value)
    if version == "3.0":
        yield from _of_wright(node, value)


def _of_wright(node: dict[str, Any], value: Any) -> Iterator[ValueIssue]:
    discriminator = node.get("discriminator")
    name = discriminator.get("propertyName") if isinstance(discriminator, dict) else None
    if isinstance(name, str) and not node.keys().isdisjoint(CHOICES) and value is not None:
        if not isinstance(value, dict):
            yield _misfit("type", f"{shown(value)} is not an object, which the discriminator requires", value)
        elif not value.get(name):
            yield _misfit("required", f"discriminator property {shown(name)} is missing", value)


def with_fractions(value: Any) -> Any:
    """A value in which ``1.0`` becomes ``1.5``: in 3.0, a number with a fractional part is not an integer.

    (JSON Schema Wright draft 00, core, 4.2; since draft 6, ``1.0`` is an integer.)
    """
    match value:
        case float():
            return value + 0.5 if value.is_integer() else value
        case list():
            return [with_fractions(item) for item in value]
        case dict():
            return {key: with_fractions(item) for key, item in value.items()}
    return value


def is_integer_issue(issue: ValueIssue) -> bool:
    """Whether the violation is that a value is not an integer."""
    return issue.keyword == "type" and "integer" in issue.detail["types"]


def has_discriminator(node: dict[str, Any]) -> bool:
    """Whether a discriminator selects the branch of a schema, so that only one branch applies."""
    return isinstance(node.get("discriminator"), dict)


def _misfit(keyword: str, message: str, value: Any, hint: str = "") -> ValueIssue:
    return ValueIssue(keyword, "", message, hint, {}, value)
