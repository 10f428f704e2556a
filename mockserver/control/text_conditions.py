"""Conditions about strings: methods, paths, parameters, headers, status codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.spec.pointers import child_pointer
from contracts.wording import suggestion
from mockserver.control.admin_request import AdminError
from mockserver.control.patterns import compile_pattern

OPERATORS = ("matches", "contains", "absent")

Test = Callable[[Sequence[str]], str]
"""Returns why the values of a parameter do not satisfy a condition, or ``""``; there are none if it was not sent."""


@dataclass(frozen=True)
class TextCondition:
    """A condition about the values that were sent with one name.

    :param expected: as it was given.
    :param reason: returns why the condition does not hold, or ``""``.
    """

    expected: Any
    reason: Test


def compile_text(value: Any, location: str, *, lists: bool = False, may_be_absent: bool = True) -> TextCondition:
    """Compile a condition: a string, number or boolean that must be equal, or an object with operators.

    :param lists: whether several values may have been sent, all of which may be given as an array.
    :param may_be_absent: whether the value may be missing, so that ``absent`` makes sense.
    :raises AdminError: if it is not a condition.
    """
    if isinstance(value, dict):
        return TextCondition(value, _compile_operators(value, location, lists=lists, may_be_absent=may_be_absent))
    if isinstance(value, list) and lists:
        return TextCondition(value, _equal_all([text_of(one, f"{location}/{n}") for n, one in enumerate(value)]))
    return TextCondition(value, _equal(text_of(value, location)))


def text_of(value: Any, location: str) -> str:
    """Return a scalar as it is written in a URL or header. Raises :class:`AdminError` for any other value."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | float():
            return repr(value)
    hint = f"operators: {', '.join(OPERATORS)}"
    raise AdminError("must be a string, a number, a boolean or an object with operators", location=location, hint=hint)


def check_operators(value: dict[str, Any], location: str) -> None:
    """Check the names of the operators of a condition, and whether they can be combined.

    :raises AdminError: if an operator is unknown, or none can hold.
    """
    for name in value:
        if name not in OPERATORS:
            hint = suggestion(name, OPERATORS) or f"operators: {', '.join(OPERATORS)}"
            raise AdminError(f"unknown operator '{name}'", location=child_pointer(location, name), hint=hint)
    if not value:
        hint = f"operators: {', '.join(OPERATORS)}"
        raise AdminError("a condition needs an operator", location=location, hint=hint)
    absent = value.get("absent", False)
    if not isinstance(absent, bool):
        raise AdminError("'absent' must be true or false", location=f"{location}/absent")
    if absent and len(value) > 1:
        message = "'absent' cannot be combined with other operators"
        raise AdminError(message, location=f"{location}/absent", hint="remove one of them")


def _compile_operators(value: dict[str, Any], location: str, *, lists: bool, may_be_absent: bool) -> Test:
    check_operators(value, location)
    if "absent" in value and not may_be_absent:
        message = "'absent' cannot be used here: every request has this"
        raise AdminError(message, location=f"{location}/absent", hint="use 'matches', 'contains' or a value")
    if value.get("absent") is True:
        return lambda values: "must be absent" if values else ""
    tests: list[Test] = [_present]
    if "matches" in value:
        pattern = compile_pattern(value["matches"], f"{location}/matches")
        tests.append(lambda values: "" if any(map(pattern.is_in, values)) else "does not match the regular expression")
    if "contains" in value:
        tests.append(_contains(value["contains"], f"{location}/contains", lists=lists))
    return lambda values: next((reason for test in tests if (reason := test(values))), "")


def _present(values: Sequence[str]) -> str:
    return "" if values else "is absent"


def _equal(expected: str) -> Test:
    def test(values: Sequence[str]) -> str:
        if expected in values:
            return ""
        return "differs" if values else "is absent"

    return test


def _equal_all(expected: Sequence[str]) -> Test:
    def test(values: Sequence[str]) -> str:
        if [*values] == expected:
            return ""
        return "the values differ" if values else "is absent"

    return test


def _contains(value: Any, location: str, *, lists: bool) -> Test:
    if isinstance(value, list) and lists:
        wanted = [text_of(one, f"{location}/{number}") for number, one in enumerate(value)]
        return lambda values: "" if is_subsequence(wanted, values) else "does not contain all values in this order"
    part = text_of(value, location)
    return lambda values: "" if any(part in one for one in values) else "does not contain it"


def is_subsequence(wanted: Sequence[str], values: Sequence[str]) -> bool:
    """Whether values occur in this order, with any other values between them."""
    rest = iter(values)
    return all(one in rest for one in wanted)
