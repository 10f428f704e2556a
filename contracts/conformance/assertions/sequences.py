"""Items of bodies that are sequences: JSON lines, JSON text sequences and server-sent events."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from contracts.conformance.assertions.json_bodies import parse_json

Items = Iterator[Any]

_LINE_ENDS = re.compile(r"\r\n|\n|\r")
_LINES = re.compile(r"(ndjson|json-?lines?|jsonl|json-stream)$")


def items_of(media_type: str, body: bytes) -> list[Any] | None:
    """The items of a body.

    :param media_type: without parameters, lower case.
    :returns: ``None`` if the media type is not a known sequence.
    :raises ValueError: if an item cannot be parsed.
    """
    reader: Callable[[bytes], Items] | None = None
    if _LINES.search(media_type):
        reader = _lines
    elif media_type in ("application/json-seq", "application/geo+json-seq"):
        reader = _json_sequence
    elif media_type == "text/event-stream":
        reader = _events
    return None if reader is None else list(reader(body))


def _lines(body: bytes) -> Items:
    yield from (parse_json(line) for line in body.splitlines() if line.strip())


def _json_sequence(body: bytes) -> Items:
    """Records begin with a record separator (RFC 7464, section 2.1)."""
    start, *records = body.split(b"\x1e")
    if start.strip():
        raise ValueError("the first record does not begin with a record separator")
    yield from (parse_json(record) for record in records if record.strip())


def _events(body: bytes) -> Items:
    """Events as objects with ``data``, ``event``, ``id`` and ``retry`` (HTML Standard, section 9.2.6; OpenAPI 3.2)."""
    text = body.decode("utf-8").removeprefix("\ufeff")
    event: dict[str, Any] = {}
    for line in _LINE_ENDS.split(text):
        if not line:
            if event:
                yield event
            event = {}
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            event["data"] = f"{event['data']}\n{value}" if "data" in event else value
        elif name in ("event", "id"):
            event[name] = value
        elif name == "retry" and value.isascii() and value.isdigit():
            event["retry"] = int(value[:15])
    if event:
        yield event
