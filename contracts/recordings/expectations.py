"""Does an answer hold what is expected of it.

``fixtures/golden/README.md`` describes the keys of an expectation, ``media_type`` and ``like`` aside, which only
recordings have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from contracts.recordings.body_expectations import BODY_CHECKS
from contracts.recordings.turns import Difference, Turn
from contracts.spec.model import MediaType
from contracts.spec.schemas import Schema


def differences(expected: Mapping[str, Any], turn: Turn) -> Iterator[Difference]:
    """What of an expectation an answer does not hold, and what the contract does not know of it."""
    # Of an answer with another status the rest would be wrong as well, and tell nothing.
    wrong = list(_status(expected["status"], turn)) if "status" in expected else []
    held = {"status": expected["status"]} if wrong else expected
    for key, value in [*held.items(), ("contract", None)]:
        try:
            yield from _CHECKS[key](value, turn)
        except (ValueError, LookupError, TypeError) as error:
            yield Difference(key, "body", "one that can be read", f"{type(error).__name__}: {error}")


# ---------------------------------------------------------------------- the head


def _status(expected: int, turn: Turn) -> Iterator[Difference]:
    if turn.response.status != expected:
        yield Difference("status", "status", str(expected), str(turn.response.status))


def _headers(expected: Mapping[str, str | None], turn: Turn) -> Iterator[Difference]:
    for name, value in expected.items():
        got = turn.response.header(name)
        if value is None or got is None:
            fits = value is got
        elif len(value) > 2 and value[0] == value[-1] == "/":
            fits = re.fullmatch(value[1:-1], got) is not None
        else:
            fits = got == value
        if not fits:
            yield Difference("headers", f"header {name}", value or "no such header", got or "no such header")


def _media_type(expected: str, turn: Turn) -> Iterator[Difference]:
    got = turn.response.media_type
    if got != expected:
        yield Difference("media_type", "media type", expected or "none", got or "none")


# ---------------------------------------------------------------------- the contract


def _schema(name: str, turn: Turn) -> Iterator[Difference]:
    if turn.contract is not None:
        yield from _invalid(turn.contract.schema(f"/components/schemas/{name}"), turn, "schema")


def _invalid(schema: Schema, turn: Turn, key: str) -> Iterator[Difference]:
    for error in schema.validator.iter_errors(turn.value):
        place = "".join(f"/{token}" for token in error.instance_path)
        wanted = f"what the schema {schema.resolve().name or schema.pointer} has"
        yield Difference(key, f"body {place or 'as a whole'}", wanted, error.message)


def _contract(_: None, turn: Turn) -> Iterator[Difference]:
    """What the contract does not know of an operation's answer: its status, media type or body."""
    response, operation = turn.response, turn.operation
    if operation is None or _is_unchanged(turn):
        return
    documented = operation.response(response.status)
    if documented is None:
        yield Difference("contract", "status", f"one that {operation.id} documents", str(response.status))
        return
    media = turn.media
    if media is None and (documented.content or response.body):
        wanted = " or ".join(one.name for one in documented.content) or "an answer without body"
        yield Difference("contract", "media type", wanted, response.media_type or "an answer without media type")
    elif media is not None and media.schema is not None and turn.request.method != "HEAD" and _readable(media):
        yield from _invalid(media.schema, turn, "contract")


def _is_unchanged(turn: Turn) -> bool:
    """Whether a conditional request is told that nothing changed: HTTP's answer, which documents leave out."""
    asked = turn.request.header("if-none-match") or turn.request.header("if-modified-since")
    return turn.response.status == 304 and asked is not None


def _readable(media: MediaType) -> bool:
    return media.is_json or media.name.partition(";")[0].strip().lower() == "application/xml"


_CHECKS: Mapping[str, Callable[[Any, Turn], Iterator[Difference]]] = {
    **BODY_CHECKS,
    "status": _status,
    "headers": _headers,
    "media_type": _media_type,
    "schema": _schema,
    "contract": _contract,
}
"""By the key of an expectation; ``contract`` is held against every answer, whatever a case expects."""
