"""Golden cases: read from their files and played against anything that takes a request.

``fixtures/golden/README.md`` describes the files.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from contracts.spec.model import Contract, MediaType, Operation
from contracts.spec.schemas import Schema
from contracts.spec.source import read_source
from tests.wire import Request, Response, Send
from tests.xml_values import texts_at, value_of

FOLDER = Path(__file__).parent.parent / "fixtures" / "golden"


@dataclass(frozen=True)
class Case:
    """One file. The exchanges are as in the file."""

    path: Path
    sentence: str
    source: str
    settings: Mapping[str, Any]
    exchanges: Sequence[Mapping[str, Any]]


# ---------------------------------------------------------------------- reading


def case_files() -> list[Path]:
    """Every file of the collection."""
    return sorted(FOLDER.glob("*/*.yaml"))


def read_case(path: Path) -> Case:
    """Read one file. Its form is held by a test of its own."""
    source = read_source(path, str(path))
    assert not source.findings, source.findings
    tree = source.tree
    return Case(path, tree["case"], tree["source"], tree.get("settings", {}), tree["exchanges"])


def request_of(described: Mapping[str, Any]) -> Request:
    """The request that an exchange describes, with the headers that a body brings along."""
    headers: dict[str, Any] = {}
    body = b""
    if "json" in described:
        body = json.dumps(described["json"], ensure_ascii=False).encode()
        headers["content-type"] = "application/json"
    elif "body" in described:
        body = described["body"].encode()
    elif "base64" in described:
        body = base64.b64decode(described["base64"])
    if described.keys() & {"json", "body", "base64"}:
        headers["content-length"] = str(len(body))
    headers |= described.get("headers", {})
    sent = [
        (name, value)
        for name, values in headers.items()
        for value in (values if isinstance(values, list) else [values])
        if value is not None
    ]
    return Request(described["method"], described["path"], tuple(sent), body)


# ---------------------------------------------------------------------- playing


@dataclass(frozen=True)
class Turn:
    """One exchange as it went.

    :param earlier: the responses of the exchanges before it.
    :param api: the one API that is served at the root; ``""``: all, each under its prefix.
    """

    request: Request
    response: Response
    earlier: Sequence[Response]
    contract: Contract
    api: str

    @property
    def value(self) -> Any:
        """The body as a value: parsed JSON, or XML as the documented schema reads it."""
        media = self.media
        if media is None or self.response.headers.get("content-type") != "application/xml":
            return self.response.json
        return value_of(self.response.body, media.schema)

    @property
    def media(self) -> MediaType | None:
        """The media type under which the contract documents the answer; ``None``: it does not."""
        operation = _operation(self)
        documented = operation.response(self.response.status) if operation is not None else None
        name = self.response.headers.get("content-type", "")
        return next((media for media in documented.content if media.name == name), None) if documented else None


def play(case: Case, send: Send, contract: Contract) -> list[str]:
    """Play a case; a message that stands for itself for each exchange that is not as expected."""
    breaches: list[str] = []
    earlier: list[Response] = []
    for index, exchange in enumerate(case.exchanges):
        request = request_of(exchange["request"])
        response = send(request)
        turn = Turn(request, response, tuple(earlier), contract, case.settings.get("api", ""))
        problems = list(_problems(exchange["response"], turn))
        if problems:
            breaches.append(_message(case, index, turn, problems))
        earlier.append(response)
    return breaches


def _message(case: Case, index: int, turn: Turn, problems: Sequence[str]) -> str:
    lines = [
        f"{case.path.parent.name}/{case.path.name}: {case.sentence}",
        f"exchange {index}, {turn.request.method} {turn.request.target}",
        *problems,
        f"answered {turn.response.status} {_shown(turn.response.body)}",
        f"with {dict(turn.response.headers)}",
    ]
    return "\n  ".join(lines)


def _shown(body: bytes) -> str:
    text = body.decode("utf-8", "backslashreplace")
    return text if len(text) <= 1500 else f"{text[:1500]}… ({len(body)} bytes)"


def _problems(expected: Mapping[str, Any], turn: Turn) -> Iterator[str]:
    # Of an answer with another status the rest would be wrong as well, and tell nothing.
    wrong = list(_status(expected["status"], turn)) if "status" in expected else []
    held = {"status": expected["status"]} if wrong else expected
    for key, value in [*held.items(), ("contract", None)]:
        try:
            yield from _CHECKS[key](value, turn)
        except (ValueError, LookupError, TypeError) as error:
            yield f"{key}: the body cannot be looked at: {type(error).__name__}: {error}"


def _status(expected: int, turn: Turn) -> Iterator[str]:
    if turn.response.status != expected:
        yield f"status: expected {expected}, got {turn.response.status}"


def _headers(expected: Mapping[str, str | None], turn: Turn) -> Iterator[str]:
    for name, value in expected.items():
        got = turn.response.headers.get(name)
        if value is None or got is None:
            fits = value is got
        elif len(value) > 2 and value[0] == value[-1] == "/":
            fits = re.fullmatch(value[1:-1], got) is not None
        else:
            fits = got == value
        if not fits:
            yield f"header {name}: expected {'no such header' if value is None else value}, got {got}"


def _json(expected: Any, turn: Turn) -> Iterator[str]:
    yield from _different(expected, turn.value, "", whole=True)


def _contains(expected: Any, turn: Turn) -> Iterator[str]:
    yield from _different(expected, turn.value, "", whole=False)


def _has(expected: Sequence[str], turn: Turn) -> Iterator[str]:
    yield from (
        f"body {pointer}: expected something, there is nothing" for pointer in expected if not _is(pointer, turn)
    )


def _lacks(expected: Sequence[str], turn: Turn) -> Iterator[str]:
    yield from (f"body {pointer}: nothing expected, there is something" for pointer in expected if _is(pointer, turn))


def _is(pointer: str, turn: Turn) -> bool:
    """Whether the body has something at a JSON pointer, be it ``null``."""
    value = turn.value
    try:
        _at(value, pointer)
    except LookupError:
        return False
    return True


def _sorted(expected: Mapping[str, str], turn: Turn) -> Iterator[str]:
    values = [_at(item, expected["by"]) for item in _at(turn.value, expected["list"])]
    keys = [int(value) for value in values] if expected.get("as") == "number" else values
    if keys != sorted(keys, reverse=expected.get("order") == "desc"):
        yield f"body {expected['list']}: expected to be sorted by {expected['by']}, got {values}"


def _mapped(expected: Sequence[Mapping[str, Any]], turn: Turn) -> Iterator[str]:
    for rule in expected:
        items = _at(turn.value, rule["list"])
        pairs = {(_at(item, rule["from"]), _at(item, rule["to"])) for item in items}
        if pairs != set(rule["by"].items()):
            yield f"body {rule['to']} for {rule['from']}: expected {rule['by']}, got {sorted(pairs)}"


def _xml(expected: Mapping[str, Any], turn: Turn) -> Iterator[str]:
    for path, texts in expected.items():
        wanted = texts if isinstance(texts, list) else [texts]
        got = texts_at(turn.response.body, path)
        if got != wanted:
            yield f"xml {path}: expected {wanted}, got {got}"


def _different(expected: Any, got: Any, place: str, *, whole: bool) -> Iterator[str]:
    """Where a value is not the expected one; unless ``whole``, objects may have more members."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for name in sorted(expected.keys() - got.keys()):
            yield f"body {place}/{name}: expected {expected[name]!r}, there is none"
        for name in sorted(got.keys() - expected.keys()) if whole else ():
            yield f"body {place}/{name}: nothing expected, got {got[name]!r}"
        for name in sorted(expected.keys() & got.keys()):
            yield from _different(expected[name], got[name], f"{place}/{name}", whole=whole)
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for index, (one, other) in enumerate(zip(expected, got, strict=True)):
            yield from _different(one, other, f"{place}/{index}", whole=whole)
    elif expected != got or isinstance(expected, bool) is not isinstance(got, bool):
        yield f"body {place or 'as a whole'}: expected {expected!r}, got {got!r}"


def _body(expected: str, turn: Turn) -> Iterator[str]:
    if turn.response.body != expected.encode():
        yield f"bytes of the body: expected {expected!r}"


def _base64(expected: str, turn: Turn) -> Iterator[str]:
    if turn.response.body != base64.b64decode(expected):
        yield f"bytes of the body: expected {base64.b64decode(expected)!r}"


def _same_as(expected: Mapping[str, Any], turn: Turn) -> Iterator[str]:
    one, two = turn.earlier[expected["exchange"]].json, turn.value
    for pointer in expected.get("except", ()):
        _take(one, pointer)
        _take(two, pointer)
    yield from _different(one, two, "", whole=True)


def _same_bytes_as(expected: int, turn: Turn) -> Iterator[str]:
    other = turn.earlier[expected].body
    if turn.response.body != other:
        yield f"bytes of the body: expected those of exchange {expected}: {_shown(other)}"


def _differs_from(expected: Mapping[str, Any], turn: Turn) -> Iterator[str]:
    for pointer in expected["at"]:
        value = _at(turn.value, pointer)
        if value == _at(turn.earlier[expected["exchange"]].json, pointer):
            yield f"body {pointer}: expected another value than in exchange {expected['exchange']}, got {value!r}"


def _later_than(expected: Mapping[str, Any], turn: Turn) -> Iterator[str]:
    for pointer in expected["at"]:
        before, now = _at(turn.earlier[expected["exchange"]].json, pointer), _at(turn.response.json, pointer)
        if not datetime.fromisoformat(now) > datetime.fromisoformat(before):
            yield f"body {pointer}: expected a moment after {before}, got {now}"


def _at(value: Any, pointer: str) -> Any:
    """The value at a JSON pointer. Raises :class:`LookupError` where there is none."""
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value


def _take(value: Any, pointer: str) -> None:
    """Remove what is at a JSON pointer, which must be there."""
    above, _, last = pointer.rpartition("/")
    holder = _at(value, above)
    del holder[int(last) if isinstance(holder, list) else last.replace("~1", "/").replace("~0", "~")]


# ---------------------------------------------------------------------- the contract


def _schema(name: str, turn: Turn) -> Iterator[str]:
    schema = turn.contract.schema(f"/components/schemas/{name}")
    yield from _invalid(schema, turn)


def _invalid(schema: Schema, turn: Turn) -> Iterator[str]:
    for error in schema.validator.iter_errors(turn.value):
        yield f"schema {schema.resolve().name}: {error.message} at /{'/'.join(map(str, error.instance_path))}"


def _contract(_: None, turn: Turn) -> Iterator[str]:
    """What the contract does not know of an operation's answer: its status, media type or body."""
    response, operation = turn.response, _operation(turn)
    if operation is None:
        return
    documented = operation.response(response.status)
    if documented is None:
        yield f"contract: {operation.id} does not document the status {response.status}"
        return
    media_type = response.headers.get("content-type", "")
    media = turn.media
    if media is None and (documented.content or response.body):
        yield f"contract: {operation.id} does not document {media_type or 'an answer without media type'}"
    elif media is not None and media.schema is not None and turn.request.method != "HEAD":
        yield from _invalid(media.schema, turn)


def _operation(turn: Turn) -> Operation | None:
    """The operation that a request means, by its path as a client sees it; for HEAD that of GET."""
    method = "GET" if turn.request.method == "HEAD" else turn.request.method
    path = turn.request.target.partition("?")[0]
    for operation in turn.contract.operations:
        template = operation.native_path if operation.api == turn.api else operation.path
        parts = re.split(r"\{[^{}]+\}", template)
        if operation.method == method and re.fullmatch("[^/]+".join(map(re.escape, parts)), path):
            return operation
    return None


_CHECKS: Mapping[str, Callable[[Any, Turn], Iterator[str]]] = {
    "status": _status,
    "headers": _headers,
    "json": _json,
    "contains": _contains,
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
    "schema": _schema,
    "contract": _contract,
}
"""By the key of an expectation; ``contract`` is held against every answer, whatever a case expects."""
