"""Conditions about JSON values: what a body must contain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from contracts.spec.pointers import child_pointer
from mockserver.control.admin_request import AdminError
from mockserver.control.exchange_view import Keys
from mockserver.control.patterns import SearchPattern, compile_pattern
from mockserver.control.text_conditions import OPERATORS, check_operators, text_of
from mockserver.http.request import ABSENT

MAX_VALUES = 10_000
"""Maximum number of values in a condition."""


class Difference(NamedTuple):
    """A value that does not satisfy its condition.

    :param keys: path of the value, or where it is missing.
    """

    keys: Keys
    expected: Any
    reason: str


class JsonCondition(Protocol):
    """A condition about a JSON value."""

    def differences(self, value: Any, keys: Keys, *, is_form: bool) -> Iterator[Difference]:
        """Yield why a value does not satisfy the condition.

        :param value: a JSON value, or ``ABSENT``.
        :param keys: its path.
        :param is_form: whether all values are strings, so that ``5`` and ``"5"`` are equal.
        """


def compile_json(value: Any, location: str) -> JsonCondition:
    """Compile what a JSON value must contain: scalars are equal, objects and arrays contained, operators hold.

    An object is a condition with operators if it has no other keys than their names.

    :raises AdminError: if an operator has no valid value, or there are too many values.
    """
    _check_size(value, location)
    return _compiled(value, location)


def _check_size(value: Any, location: str) -> None:
    count, stack = 0, [value]
    while stack:
        found = stack.pop()
        count += 1
        if isinstance(found, dict | list):
            stack += found.values() if isinstance(found, dict) else found
        if count > MAX_VALUES:
            raise AdminError(f"has more than {MAX_VALUES} values", location=location, hint="compare fewer of them")


def _compiled(value: Any, location: str) -> JsonCondition:
    if isinstance(value, dict):
        if value and all(name in OPERATORS for name in value):
            return _operators(value, location)
        return _Object(value, {name: _compiled(one, child_pointer(location, name)) for name, one in value.items()})
    if isinstance(value, list):
        return _Array(value, [_compiled(one, child_pointer(location, number)) for number, one in enumerate(value)])
    return _Scalar(value)


def _literal(value: Any) -> JsonCondition:
    """Compile what a value must contain, without operators."""
    if isinstance(value, dict):
        return _Object(value, {name: _literal(one) for name, one in value.items()})
    return _Array(value, [*map(_literal, value)]) if isinstance(value, list) else _Scalar(value)


def _operators(value: dict[str, Any], location: str) -> JsonCondition:
    check_operators(value, location)
    if value.get("absent") is True:
        return _Absent()
    pattern = compile_pattern(value["matches"], f"{location}/matches") if "matches" in value else None
    contained = value.get("contains", ABSENT)
    return _Operators(value, pattern, contained, _literal(contained))


@dataclass(frozen=True)
class _Scalar:
    expected: Any

    def differences(self, value: Any, keys: Keys, *, is_form: bool) -> Iterator[Difference]:
        if value is ABSENT:
            yield Difference(keys, self.expected, "is absent")
        elif not is_equal(self.expected, value, is_form=is_form):
            yield Difference(keys, self.expected, "differs")


@dataclass(frozen=True)
class _Absent:
    def differences(self, value: Any, keys: Keys, *, is_form: bool) -> Iterator[Difference]:  # noqa: ARG002
        if value is not ABSENT:
            yield Difference(keys, {"absent": True}, "must be absent")


@dataclass(frozen=True)
class _Object:
    expected: Any
    conditions: Mapping[str, JsonCondition]

    def differences(self, value: Any, keys: Keys, *, is_form: bool) -> Iterator[Difference]:
        if not isinstance(value, dict):
            yield Difference(keys, self.expected, "is absent" if value is ABSENT else "is not an object")
            return
        for name, condition in self.conditions.items():
            yield from condition.differences(value.get(name, ABSENT), (*keys, name), is_form=is_form)


@dataclass(frozen=True)
class _Array:
    """Items that must occur in this order, with any other items between them."""

    expected: Any
    items: Sequence[JsonCondition]

    def differences(self, value: Any, keys: Keys, *, is_form: bool) -> Iterator[Difference]:
        if is_form and value is not ABSENT and not isinstance(value, list):
            value = [value]  # a field that was sent once
        if not isinstance(value, list):
            yield Difference(keys, self.expected, "is absent" if value is ABSENT else "is not an array")
            return
        rest = iter(value)
        for number, item in enumerate(self.items):
            # The first item that satisfies a condition leaves the most for the others.
            if not any(_holds(item, one, is_form=is_form) for one in rest):
                order = " after the items before it" if number else ""
                yield Difference(keys, self.expected, f"no item is like item {number}{order}")
                return


@dataclass(frozen=True)
class _Operators:
    """``matches``, ``contains``, or a value that must be present."""

    expected: Any
    pattern: SearchPattern | None
    contained: Any
    condition: JsonCondition

    def differences(self, value: Any, keys: Keys, *, is_form: bool) -> Iterator[Difference]:
        if value is ABSENT:
            yield Difference(keys, self.expected, "is absent")
            return
        if self.pattern is not None and not self._matches(self.pattern, value):
            yield Difference(keys, self.expected, "does not match the regular expression")
        if self.contained is not ABSENT and not self._contains(value, is_form=is_form):
            yield Difference(keys, self.expected, "does not contain it")

    @staticmethod
    def _matches(pattern: SearchPattern, value: Any) -> bool:
        if isinstance(value, dict | list):
            return False
        return pattern.is_in("null" if value is None else text_of(value, ""))

    def _contains(self, value: Any, *, is_form: bool) -> bool:
        """Whether a string contains a string, an array an item or items, an object properties."""
        if isinstance(value, str):
            return isinstance(self.contained, str) and self.contained in value
        if isinstance(value, list) and not isinstance(self.contained, list):
            return any(_holds(self.condition, one, is_form=is_form) for one in value)
        return isinstance(value, dict | list) and _holds(self.condition, value, is_form=is_form)


def _holds(condition: JsonCondition, value: Any, *, is_form: bool) -> bool:
    return next(condition.differences(value, (), is_form=is_form), None) is None


def is_equal(expected: Any, value: Any, *, is_form: bool = False) -> bool:
    """Whether two scalars are equal as JSON values: ``1`` and ``1.0`` are, ``1`` and ``true`` are not."""
    if isinstance(value, dict | list):
        return False
    if is_form and isinstance(value, str) and expected is not None and not isinstance(expected, str):
        return text_of(expected, "") == value
    return isinstance(expected, bool) == isinstance(value, bool) and bool(expected == value)
