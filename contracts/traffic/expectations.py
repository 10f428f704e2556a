"""Checks of a response against its expectations: one function per key of an expectation.

``fixtures/golden/README.md`` describes the keys; ``media_type`` and ``like`` are used only by HAR recordings.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any

from contracts.spec.model import MediaType
from contracts.spec.pointers import split_pointer, walk
from contracts.spec.schemas import Schema
from contracts.spec.validation_errors import errors_of
from contracts.traffic.body_decoding import texts_at
from contracts.traffic.replayed_exchange import Mismatch, ReplayedExchange, format_value


def differences(expected: Mapping[str, Any], replayed: ReplayedExchange) -> Iterator[Mismatch]:
    """Yield where a response differs from its expectations and from the contract."""
    # If the status code differs, all other expectations would fail too, without telling anything new.
    wrong = list(_status(expected["status"], replayed)) if "status" in expected else []
    checked = {"status": expected["status"]} if wrong else expected
    for key, value in [*checked.items(), ("contract", None)]:
        try:
            yield from _CHECKS[key](value, replayed)
        except (ValueError, LookupError, TypeError) as error:
            yield Mismatch(key, "body", "a readable body", f"{type(error).__name__}: {error}")


# ---------------------------------------------------------------------- status code and headers


def _status(expected: int, replayed: ReplayedExchange) -> Iterator[Mismatch]:
    if replayed.response.status != expected:
        yield Mismatch("status", "status", str(expected), str(replayed.response.status))


def _headers(expected: Mapping[str, str | None], replayed: ReplayedExchange) -> Iterator[Mismatch]:
    for name, value in expected.items():
        got = replayed.response.header(name)
        if value is None or got is None:
            matches = value is got
        elif len(value) > 2 and value[0] == value[-1] == "/":
            matches = re.fullmatch(value[1:-1], got) is not None
        else:
            matches = got == value
        if not matches:
            yield Mismatch("headers", f"header {name}", value or "no header", got or "no header")


def _media_type(expected: str, replayed: ReplayedExchange) -> Iterator[Mismatch]:
    got = replayed.response.media_type
    if got != expected:
        yield Mismatch("media_type", "media type", expected or "none", got or "none")


# ---------------------------------------------------------------------- contract


def _schema(name: str, replayed: ReplayedExchange) -> Iterator[Mismatch]:
    if replayed.contract is not None:
        yield from _violations(replayed.contract.schema(f"/components/schemas/{name}"), replayed, "schema")


def _violations(schema: Schema, replayed: ReplayedExchange, key: str) -> Iterator[Mismatch]:
    for error in errors_of(schema.validator, replayed.value):
        pointer = "".join(f"/{token}" for token in error.instance_path)
        expected = f"a value that matches schema {schema.resolve().name or schema.pointer}"
        yield Mismatch(key, _location(pointer), expected, schema.message(error))


def _contract(_: None, replayed: ReplayedExchange) -> Iterator[Mismatch]:
    """Yield an undocumented status code or media type, and schema violations of the body."""
    response, operation = replayed.response, replayed.operation
    if operation is None or _is_not_modified(replayed):
        return
    documented = operation.response(response.status)
    if documented is None:
        yield Mismatch("contract", "status", f"a documented status code of {operation.id}", str(response.status))
        return
    media = replayed.media
    if media is None and (documented.content or response.body):
        expected = " or ".join(one.name for one in documented.content) or "no body"
        yield Mismatch("contract", "media type", expected, response.media_type or "no media type")
    elif media is not None and media.schema is not None and replayed.request.method != "HEAD" and _is_readable(media):
        yield from _violations(media.schema, replayed, "contract")


def _is_not_modified(replayed: ReplayedExchange) -> bool:
    """Whether the response is 304 to a conditional request, which HTTP defines and documents leave out."""
    condition = replayed.request.header("if-none-match") or replayed.request.header("if-modified-since")
    return replayed.response.status == 304 and condition is not None


def _is_readable(media: MediaType) -> bool:
    return media.is_json or media.name.partition(";")[0].strip().lower() == "application/xml"


# ---------------------------------------------------------------------- body


def _json(expected: Any, replayed: ReplayedExchange) -> Iterator[Mismatch]:
    yield from _compare(expected, replayed.value, "", whole=True, key="json")


def _contains(expected: Any, replayed: ReplayedExchange) -> Iterator[Mismatch]:
    yield from _compare(expected, replayed.value, "", whole=False, key="contains")


def _like(expected: Mapping[str, Any], replayed: ReplayedExchange) -> Iterator[Mismatch]:
    """Compare with ``json`` except for the JSON pointers in ``ignore``; ``*`` is any item or property."""
    one, two = deepcopy(expected["json"]), replayed.value
    for pointer in expected["ignore"]:
        _drop(one, split_pointer(pointer))
        _drop(two, split_pointer(pointer))
    yield from _compare(one, two, "", whole=True, key="like")


def _has(expected: Sequence[str], replayed: ReplayedExchange) -> Iterator[Mismatch]:
    value = replayed.value
    for pointer in expected:
        if not _exists(pointer, value):
            yield Mismatch("has", _location(pointer), "a value", "nothing")


def _lacks(expected: Sequence[str], replayed: ReplayedExchange) -> Iterator[Mismatch]:
    value = replayed.value
    for pointer in expected:
        if _exists(pointer, value):
            yield Mismatch("lacks", _location(pointer), "nothing", format_value(walk(value, pointer)))


def _exists(pointer: str, value: Any) -> bool:
    """Whether a value has something at a JSON pointer, including ``null``."""
    try:
        walk(value, pointer)
    except LookupError:
        return False
    return True


def _sorted(expected: Mapping[str, str], replayed: ReplayedExchange) -> Iterator[Mismatch]:
    values = [walk(item, expected["by"]) for item in walk(replayed.value, expected["list"])]
    keys = [int(value) for value in values] if expected.get("as") == "number" else values
    if keys != sorted(keys, reverse=expected.get("order") == "desc"):
        yield Mismatch("sorted", _location(expected["list"]), f"to be sorted by {expected['by']}", format_value(values))


def _mapped(expected: Sequence[Mapping[str, Any]], replayed: ReplayedExchange) -> Iterator[Mismatch]:
    for rule in expected:
        items = walk(replayed.value, rule["list"])
        pairs = {(walk(item, rule["from"]), walk(item, rule["to"])) for item in items}
        if pairs != set(rule["by"].items()):
            place = f"body {rule['to']} for {rule['from']}"
            yield Mismatch("mapped", place, format_value(rule["by"]), format_value(sorted(pairs)))


def _xml(expected: Mapping[str, Any], replayed: ReplayedExchange) -> Iterator[Mismatch]:
    for path, value in expected.items():
        texts = value if isinstance(value, list) else [value]
        got = texts_at(replayed.response.body, path)
        if got != texts:
            yield Mismatch("xml", f"xml {path}", format_value(texts), format_value(got))


def _compare(expected: Any, got: Any, pointer: str, *, whole: bool, key: str) -> Iterator[Mismatch]:
    """Yield where a value differs from the expected one; unless ``whole``, objects may have more properties."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for name in sorted(expected.keys() - got.keys()):
            yield Mismatch(key, f"body {pointer}/{name}", format_value(expected[name]), "nothing")
        for name in sorted(got.keys() - expected.keys()) if whole else ():
            yield Mismatch(key, f"body {pointer}/{name}", "nothing", format_value(got[name]))
        for name in sorted(expected.keys() & got.keys()):
            yield from _compare(expected[name], got[name], f"{pointer}/{name}", whole=whole, key=key)
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for index, (one, other) in enumerate(zip(expected, got, strict=True)):
            yield from _compare(one, other, f"{pointer}/{index}", whole=whole, key=key)
    elif expected != got or isinstance(expected, bool) is not isinstance(got, bool):
        yield Mismatch(key, _location(pointer), format_value(expected), format_value(got))


def _location(pointer: str) -> str:
    return f"body {pointer}" if pointer else "body"


def _body(expected: str, replayed: ReplayedExchange) -> Iterator[Mismatch]:
    yield from _bytes("body", expected.encode(), replayed)


def _base64(expected: str, replayed: ReplayedExchange) -> Iterator[Mismatch]:
    yield from _bytes("base64", base64.b64decode(expected), replayed)


def _bytes(key: str, expected: bytes, replayed: ReplayedExchange) -> Iterator[Mismatch]:
    if replayed.response.body != expected:
        yield Mismatch(
            key, "bytes of the body", format_value(expected) or "none", format_value(replayed.response.body) or "none"
        )


# ---------------------------------------------------------------------- earlier exchanges


def _same_as(expected: Mapping[str, Any], replayed: ReplayedExchange) -> Iterator[Mismatch]:
    one, two = replayed.earlier[expected["exchange"]].value, replayed.value
    for pointer in expected.get("except", ()):
        _remove(one, pointer)
        _remove(two, pointer)
    yield from _compare(one, two, "", whole=True, key="same_as")


def _same_bytes_as(expected: int, replayed: ReplayedExchange) -> Iterator[Mismatch]:
    other = replayed.earlier[expected].response.body
    if replayed.response.body != other:
        same = f"those of exchange {expected}: {format_value(other)}"
        yield Mismatch("same_bytes_as", "bytes of the body", same, format_value(replayed.response.body))


def _differs_from(expected: Mapping[str, Any], replayed: ReplayedExchange) -> Iterator[Mismatch]:
    for pointer in expected["at"]:
        value = walk(replayed.value, pointer)
        if value == walk(replayed.earlier[expected["exchange"]].value, pointer):
            other = f"a different value than in exchange {expected['exchange']}"
            yield Mismatch("differs_from", _location(pointer), other, format_value(value))


def _later_than(expected: Mapping[str, Any], replayed: ReplayedExchange) -> Iterator[Mismatch]:
    for pointer in expected["at"]:
        before, now = walk(replayed.earlier[expected["exchange"]].value, pointer), walk(replayed.value, pointer)
        if not datetime.fromisoformat(now) > datetime.fromisoformat(before):
            yield Mismatch("later_than", _location(pointer), f"a timestamp after {before}", str(now))


def _remove(value: Any, pointer: str) -> None:
    """Remove the value at a JSON pointer; raises :class:`LookupError` if there is none."""
    walk(value, pointer)
    _drop(value, split_pointer(pointer))


def _drop(value: Any, tokens: Sequence[str]) -> None:
    """Remove the values at the tokens of a JSON pointer, if any; ``*`` is every item or property."""
    first, *rest = tokens
    for key in _keys(value, first):
        if rest:
            _drop(value[key], rest)
        else:
            del value[key]


def _keys(value: Any, token: str) -> list[Any]:
    """Return the matching property names, or the matching indexes in descending order so that each can be removed."""
    if isinstance(value, dict):
        return list(value) if token == "*" else [name for name in value if name == token]  # noqa: S105 (not a password)
    if isinstance(value, list):
        return [index for index in reversed(range(len(value))) if token in {"*", str(index)}]
    return []


_CHECKS: Mapping[str, Callable[[Any, ReplayedExchange], Iterator[Mismatch]]] = {
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
    "status": _status,
    "headers": _headers,
    "media_type": _media_type,
    "schema": _schema,
    "contract": _contract,
}
"""By key of an expectation; ``contract`` is checked for every response."""
