"""Comparison of a response with the one that a scenario expects.

What every mock server decides for itself is not compared: the values of generated properties (only their types), the
body of errors that the document does not describe, and header fields of the connection.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

import yaml

from benchmarks.suite.portable import ERRORS
from benchmarks.suite.scenario import Expected, Scenario
from contracts.messages import Request, Response

_NOT_COMPARED = frozenset(
    {"connection", "content-length", "date", "keep-alive", "sl-violations", "transfer-encoding", "user-agent", "vary",
     "www-authenticate"}
)  # fmt: skip
"""Header fields of the connection, and those with texts of Prism."""

_NOT_VALUES = frozenset({"content-type"})

_INVALID = frozenset({400, 422})
"""The statuses for an invalid request: Prism returns 422 if the document has neither, casemock 400."""

_NO_BODY = object()


def differences(scenario: Scenario, request: Request, response: Response) -> list[str]:
    """Return what is different from the expected response; an empty list for a scenario that passes."""
    expected = scenario.expected
    own_error = is_own_error(scenario)
    found = [*_status(expected, response, own_error=own_error)]
    if found:
        return found
    found += _headers(expected, response, own_error=own_error)
    has_body = request.method != "HEAD" and "I" not in _short_options(scenario.command)
    if has_body and not own_error:
        found += _body(scenario, response)
    return found


def is_own_error(scenario: Scenario) -> bool:
    """Whether the expected response is an error that the document does not describe, so Prism describes it."""
    expected = scenario.expected
    is_problem = expected.headers.get("content-type", "").startswith("application/problem+json")
    return ERRORS in expected.body or (not expected.body and is_problem)


def _short_options(command: str) -> str:
    words = (word[1:] for word in command.split() if word.startswith("-") and not word.startswith("--"))
    return "".join(word.partition("X")[0] for word in words) + ("I" if "--head" in command else "")


def _status(expected: Expected, response: Response, *, own_error: bool) -> Iterator[str]:
    if response.status == expected.status:
        return
    if own_error and {response.status, expected.status} <= _INVALID:
        return
    reason = response.header("x-mock-reason")
    yield f"status {response.status} instead of {expected.status}" + (f" ({reason})" if reason else "")


def _headers(expected: Expected, response: Response, *, own_error: bool) -> Iterator[str]:
    for name, value in expected.headers.items():
        actual = response.header(name)
        if name in _NOT_COMPARED or (own_error and name in _NOT_VALUES):
            continue
        if actual is None:
            yield f"header {name} is missing"
        elif name == "content-type" and _essence(actual) != _essence(value):
            yield f"content type {actual} instead of {value}"


def _essence(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def _body(scenario: Scenario, response: Response) -> Iterator[str]:
    expected, actual = scenario.expected.body, response.body.decode("utf-8", "replace").strip()
    if expected == actual:
        return
    if not expected or not actual:
        yield f"body {actual[:80]!r} instead of {expected[:80]!r}"
        return
    known = documented_values(scenario.document)
    loose = scenario.expected.mode != "expect"
    wanted, found = _json(expected), _json(actual)
    if wanted is not _NO_BODY:
        if found is _NO_BODY:
            yield f"body {actual[:80]!r} is not JSON"
        else:
            yield from _values(wanted, found, "", known=known, loose=loose)
    elif (first := _xml(expected)) is not None:
        second = _xml(actual)
        if second is None:
            yield f"body {actual[:80]!r} is not XML"
        else:
            yield from _elements(first, second, known=known, loose=loose)
    elif not loose and expected in known:
        yield f"body {actual[:80]!r} instead of {expected[:80]!r}"


def _values(expected: Any, actual: Any, pointer: str, *, known: set[str], loose: bool) -> Iterator[str]:
    """Compare keys and types, and the values that are in the document.

    An expected empty object ends the comparison: the depth of generated objects is not compared.
    """
    if isinstance(expected, dict):
        if not isinstance(actual, dict):
            yield f"{pointer or '/'}: {_type(actual)} instead of object"
            return
        for name in expected:
            if name not in actual:
                yield f"{pointer}/{name}: missing"
            else:
                yield from _values(expected[name], actual[name], f"{pointer}/{name}", known=known, loose=loose)
    elif isinstance(expected, list):
        if not isinstance(actual, list):
            yield f"{pointer or '/'}: {_type(actual)} instead of array"
        elif expected and actual:
            yield from _values(expected[0], actual[0], f"{pointer}/0", known=known, loose=loose)
    elif loose or _written(expected) not in known:
        if not loose and _type(expected) != _type(actual):
            yield f"{pointer or '/'}: {_type(actual)} instead of {_type(expected)}"
    elif expected != actual:
        yield f"{pointer or '/'}: {_written(actual)[:80]} instead of {_written(expected)[:80]}"


def _elements(expected: ET.Element, actual: ET.Element, *, known: set[str], loose: bool) -> Iterator[str]:
    """Compare the names of the elements below the root, whose name Prism does not take from the document."""
    names = [one.tag for one in actual]
    for element in expected:
        text = (element.text or "").strip()
        if element.tag not in names:
            yield f"element {element.tag} is missing"
        elif not loose and text in known and (actual.findtext(element.tag) or "").strip() != text:
            yield f"element {element.tag}: {actual.findtext(element.tag)!r} instead of {text!r}"
    text = (expected.text or "").strip()
    if not loose and text in known and (actual.text or "").strip() != text:
        yield f"text {actual.text!r} instead of {text!r}"


def documented_values(document: str) -> set[str]:
    """Return the values below ``example``, ``examples``, ``value``, ``default`` and ``const``, as JSON and as text."""
    found: set[str] = set()
    for value in _below_examples(yaml.safe_load(document), inside=False):
        found.add(_written(value))
        if isinstance(value, str):
            found.add(value.strip())
            parsed = _json(value)
            if parsed is not _NO_BODY:
                found |= {_written(one) for one in _below_examples(parsed, inside=True)}
        else:
            found.add(str(value))
    return found


_EXAMPLES = frozenset({"example", "examples", "value", "default", "const"})


def _below_examples(node: Any, *, inside: bool) -> Iterator[Any]:
    if isinstance(node, dict):
        for name, below in node.items():
            yield from _below_examples(below, inside=inside or name in _EXAMPLES)
    elif isinstance(node, list):
        for below in node:
            yield from _below_examples(below, inside=inside)
    elif inside:
        yield node


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return _NO_BODY


def _xml(text: str) -> ET.Element | None:
    try:
        return ET.fromstring(text)  # trusted: the suite, and our own responses
    except ET.ParseError:
        return None


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _type(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
    return "object"
