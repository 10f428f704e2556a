"""Compares a response with the expected facts of a step."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import Any

from contracts.messages import Response
from tests.mockserver.worlds.saved import MISSING, ORIGIN, at_pointer

URL_HEADERS = {"location", "content-location"}


def check_response(response: Response, expect: Mapping[str, Any]) -> None:
    """Raise :class:`AssertionError` for the first fact that is not true."""
    statuses = expect["status"] if isinstance(expect["status"], list) else [expect["status"]]
    assert response.status in statuses, f"expected status {expect['status']}, got {response.status}"
    for name, value in expect.get("header", {}).items():
        got = _header(response, name)
        assert got == str(value), f"expected header {name}: {value}, got {got}"
    if "content" in expect:
        assert response.body == content_bytes(expect["content"]), "the body is not the expected content"
    facts = {key: value for key, value in expect.items() if key in FACTS}
    if facts:
        check_body(response.json, facts)


def check_body(body: Any, facts: Mapping[str, Any]) -> None:
    """Check the facts about a JSON body; those of other kinds are ignored."""
    for name, check in FACTS.items():
        if name in facts:
            check(body, facts[name])


def content_bytes(node: Mapping[str, str]) -> bytes:
    """Return the bytes of ``text`` or ``base64``."""
    return base64.b64decode(node["base64"]) if "base64" in node else node["text"].encode()


def matches(expected: Any, got: Any) -> bool:
    """Whether a value matches: an object has all expected properties, an array has as many items; else it is equal."""
    if isinstance(expected, dict):
        return isinstance(got, dict) and all(key in got and matches(one, got[key]) for key, one in expected.items())
    if isinstance(expected, list):
        return isinstance(got, list) and len(got) == len(expected) and all(map(matches, expected, got))
    return (type(got) is type(expected) and bool(got == expected)) or _is_same_number(expected, got)


def _is_same_number(expected: Any, got: Any) -> bool:
    both = (expected, got)
    return all(isinstance(one, int | float) and not isinstance(one, bool) for one in both) and bool(expected == got)


def _header(response: Response, name: str) -> str | None:
    got = response.header(name)
    return got.removeprefix(ORIGIN) if got is not None and name.lower() in URL_HEADERS else got


def _body(body: Any, expected: Any) -> None:
    assert matches(expected, body), f"expected a body with {expected}"


def _at(body: Any, expected: Mapping[str, Any]) -> None:
    for pointer, value in expected.items():
        got = at_pointer(body, pointer)
        assert got is not MISSING, f"nothing at {pointer}, expected {value!r}"
        assert got == value, f"expected {value!r} at {pointer}, got {got!r}"
        assert isinstance(got, bool) is isinstance(value, bool), f"expected {value!r} at {pointer}, got {got!r}"


def _has(body: Any, pointers: list[str]) -> None:
    for pointer in pointers:
        assert at_pointer(body, pointer) is not MISSING, f"nothing at {pointer}"


def _absent(body: Any, pointers: list[str]) -> None:
    for pointer in pointers:
        got = at_pointer(body, pointer)
        assert got is MISSING, f"expected nothing at {pointer}, got {got!r}"


def _array(body: Any, pointer: str) -> list[Any]:
    got = at_pointer(body, pointer)
    assert isinstance(got, list), f"no array at {pointer!r}"
    return got


def _length(body: Any, expected: Mapping[str, int]) -> None:
    for pointer, length in expected.items():
        got = len(_array(body, pointer))
        assert got == length, f"expected {length} items at {pointer!r}, got {got}"


def _at_most(body: Any, expected: Mapping[str, int]) -> None:
    for pointer, length in expected.items():
        got = len(_array(body, pointer))
        assert got <= length, f"expected at most {length} items at {pointer!r}, got {got}"


def _every(body: Any, expected: Mapping[str, Any]) -> None:
    for pointer, one in expected.items():
        for item in _array(body, pointer):
            assert matches(one, item), f"expected only items with {one} at {pointer!r}, got {item}"


def _includes(body: Any, expected: Mapping[str, Any]) -> None:
    for pointer, one in expected.items():
        assert any(matches(one, item) for item in _array(body, pointer)), f"no item with {one} at {pointer!r}"


def _excludes(body: Any, expected: Mapping[str, Any]) -> None:
    for pointer, one in expected.items():
        assert not any(matches(one, item) for item in _array(body, pointer)), f"an item with {one} at {pointer!r}"


def _sorted(body: Any, expected: Mapping[str, str]) -> None:
    for pointer, key in expected.items():
        values = [at_pointer(item, f"/{key.lstrip('-')}") for item in _array(body, pointer)]
        assert _is_sorted(values, descending=key.startswith("-")), f"not sorted by {key}: {values}"


def _is_sorted(values: list[Any], *, descending: bool) -> bool:
    """Whether values are sorted; for strings, letter case may count or not."""
    folded = [value.casefold() if isinstance(value, str) else value for value in values]
    return any(one == sorted(one, reverse=descending) for one in (values, folded))


FACTS: dict[str, Callable[[Any, Any], None]] = {
    "body": _body,
    "at": _at,
    "has": _has,
    "absent": _absent,
    "length": _length,
    "at_most": _at_most,
    "every": _every,
    "includes": _includes,
    "excludes": _excludes,
    "sorted": _sorted,
}
