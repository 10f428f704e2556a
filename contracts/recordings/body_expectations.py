"""Does the body of an answer hold what is expected of it: one function for each key of an expectation."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from contracts.recordings.turns import Difference, Turn, shown
from contracts.recordings.xml_values import texts_at
from contracts.spec.document import split_pointer, walk


def _json(expected: Any, turn: Turn) -> Iterator[Difference]:
    yield from _different(expected, turn.value, "", whole=True, key="json")


def _contains(expected: Any, turn: Turn) -> Iterator[Difference]:
    yield from _different(expected, turn.value, "", whole=False, key="contains")


def _like(expected: Mapping[str, Any], turn: Turn) -> Iterator[Difference]:
    """The value ``json`` apart from what is at the pointers ``ignore``, in which ``*`` is any item or member."""
    one, two = deepcopy(expected["json"]), turn.value
    for pointer in expected["ignore"]:
        _drop(one, split_pointer(pointer))
        _drop(two, split_pointer(pointer))
    yield from _different(one, two, "", whole=True, key="like")


def _has(expected: Sequence[str], turn: Turn) -> Iterator[Difference]:
    value = turn.value
    yield from (
        Difference("has", f"body {pointer}", "something", "nothing") for pointer in expected if not _is(pointer, value)
    )


def _lacks(expected: Sequence[str], turn: Turn) -> Iterator[Difference]:
    value = turn.value
    yield from (
        Difference("lacks", f"body {pointer}", "nothing", shown(walk(value, pointer)))
        for pointer in expected
        if _is(pointer, value)
    )


def _is(pointer: str, value: Any) -> bool:
    """Whether a value has something at a JSON pointer, be it ``null``."""
    try:
        walk(value, pointer)
    except LookupError:
        return False
    return True


def _sorted(expected: Mapping[str, str], turn: Turn) -> Iterator[Difference]:
    values = [walk(item, expected["by"]) for item in walk(turn.value, expected["list"])]
    keys = [int(value) for value in values] if expected.get("as") == "number" else values
    if keys != sorted(keys, reverse=expected.get("order") == "desc"):
        yield Difference("sorted", f"body {expected['list']}", f"to be sorted by {expected['by']}", shown(values))


def _mapped(expected: Sequence[Mapping[str, Any]], turn: Turn) -> Iterator[Difference]:
    for rule in expected:
        items = walk(turn.value, rule["list"])
        pairs = {(walk(item, rule["from"]), walk(item, rule["to"])) for item in items}
        if pairs != set(rule["by"].items()):
            place = f"body {rule['to']} for {rule['from']}"
            yield Difference("mapped", place, shown(rule["by"]), shown(sorted(pairs)))


def _xml(expected: Mapping[str, Any], turn: Turn) -> Iterator[Difference]:
    for path, texts in expected.items():
        wanted = texts if isinstance(texts, list) else [texts]
        got = texts_at(turn.response.body, path)
        if got != wanted:
            yield Difference("xml", f"xml {path}", shown(wanted), shown(got))


def _different(expected: Any, got: Any, place: str, *, whole: bool, key: str) -> Iterator[Difference]:
    """Where a value is not the expected one; unless ``whole``, objects may have more members."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for name in sorted(expected.keys() - got.keys()):
            yield Difference(key, f"body {place}/{name}", shown(expected[name]), "nothing")
        for name in sorted(got.keys() - expected.keys()) if whole else ():
            yield Difference(key, f"body {place}/{name}", "nothing", shown(got[name]))
        for name in sorted(expected.keys() & got.keys()):
            yield from _different(expected[name], got[name], f"{place}/{name}", whole=whole, key=key)
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for index, (one, other) in enumerate(zip(expected, got, strict=True)):
            yield from _different(one, other, f"{place}/{index}", whole=whole, key=key)
    elif expected != got or isinstance(expected, bool) is not isinstance(got, bool):
        yield Difference(key, f"body {place or 'as a whole'}", shown(expected), shown(got))


def _body(expected: str, turn: Turn) -> Iterator[Difference]:
    yield from _bytes("body", expected.encode(), turn)


def _base64(expected: str, turn: Turn) -> Iterator[Difference]:
    yield from _bytes("base64", base64.b64decode(expected), turn)


def _bytes(key: str, expected: bytes, turn: Turn) -> Iterator[Difference]:
    if turn.response.body != expected:
        yield Difference(key, "bytes of the body", shown(expected) or "none", shown(turn.response.body) or "none")


# ---------------------------------------------------------------------- earlier exchanges


def _same_as(expected: Mapping[str, Any], turn: Turn) -> Iterator[Difference]:
    one, two = turn.earlier[expected["exchange"]].value, turn.value
    for pointer in expected.get("except", ()):
        _take(one, pointer)
        _take(two, pointer)
    yield from _different(one, two, "", whole=True, key="same_as")


def _same_bytes_as(expected: int, turn: Turn) -> Iterator[Difference]:
    other = turn.earlier[expected].response.body
    if turn.response.body != other:
        wanted = f"those of exchange {expected}: {shown(other)}"
        yield Difference("same_bytes_as", "bytes of the body", wanted, shown(turn.response.body))


def _differs_from(expected: Mapping[str, Any], turn: Turn) -> Iterator[Difference]:
    for pointer in expected["at"]:
        value = walk(turn.value, pointer)
        if value == walk(turn.earlier[expected["exchange"]].value, pointer):
            wanted = f"another value than in exchange {expected['exchange']}"
            yield Difference("differs_from", f"body {pointer}", wanted, shown(value))


def _later_than(expected: Mapping[str, Any], turn: Turn) -> Iterator[Difference]:
    for pointer in expected["at"]:
        before, now = walk(turn.earlier[expected["exchange"]].value, pointer), walk(turn.value, pointer)
        if not datetime.fromisoformat(now) > datetime.fromisoformat(before):
            yield Difference("later_than", f"body {pointer}", f"a moment after {before}", str(now))


def _take(value: Any, pointer: str) -> None:
    """Remove what is at a JSON pointer. Raises :class:`LookupError` where there is nothing."""
    walk(value, pointer)
    _drop(value, split_pointer(pointer))


def _drop(value: Any, tokens: Sequence[str]) -> None:
    """Remove what is at the tokens of a JSON pointer, if anything is; ``*`` is every item or member."""
    first, *rest = tokens
    for key in _keys(value, first):
        if rest:
            _drop(value[key], rest)
        else:
            del value[key]


def _keys(value: Any, token: str) -> list[Any]:
    """The members or the indexes that a token names, the last index first, so that each can be removed in turn."""
    if isinstance(value, dict):
        return list(value) if token == "*" else [name for name in value if name == token]  # noqa: S105 (no password)
    if isinstance(value, list):
        return [index for index in reversed(range(len(value))) if token in {"*", str(index)}]
    return []


BODY_CHECKS: Mapping[str, Callable[[Any, Turn], Iterator[Difference]]] = {
    "json": _json,
    "contains": _contains,
    "like": _like,
    "has": _has,
    "lacks": _lacks,
    "sorted": _sorted,
    "mapped": _mapped,
    "xml": _xml,
    "body": _body,
    "base64": _base64,
    "same_as": _same_as,
    "same_bytes_as": _same_bytes_as,
    "differs_from": _differs_from,
    "later_than": _later_than,
}
"""By the key of an expectation."""
