"""The encoding of kept exchanges: blocks of several, as one line of JSON, followed by their headers and bodies.

Headers and bodies are copied as they are, as encoding them in JSON takes three times as long.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import chain
from typing import Any

import orjson

from mockserver.exchange import Exchange, Sent
from mockserver.http.messages import RawHeader
from mockserver.http.notes import Violation

USUAL = 7
"""Number of the last values of every exchange. That of a request that was sent has another one; that of a refused
request has two, of which the first is null unless it was sent."""


def encode_block(exchanges: Sequence[Exchange]) -> bytes:
    """Return exchanges as bytes, without their numbers."""
    lines: list[list[Any]] = []
    parts: list[bytes] = []
    for one in exchanges:
        sent, received = _joined(one.request_headers), _joined(one.response_headers)
        parts += (sent, one.request_body, received, one.response_body)
        lines.append(
            [
                (len(sent), len(one.request_body), len(received), len(one.response_body)),
                one.time,
                one.method,
                one.target,
                one.status,
                one.milliseconds,
                one.api,
                one.operation,
                one.template,
                dict(one.path_values),
                one.reason,
                one.stub,
                one.fault,
                *_rare(one),
            ]
        )
    return b"".join((_encode(lines), b"\n", *parts))


def _rare(exchange: Exchange) -> tuple[Any, ...]:
    """Return the values that few exchanges have."""
    sent = None if exchange.sent is None else asdict(exchange.sent)
    if exchange.violations:  # orjson refuses named tuples
        return sent, [tuple(one) for one in exchange.violations]
    return () if sent is None else (sent,)


def decode_block(last: int, block: bytes) -> list[Exchange]:
    """Return the exchanges of a block.

    :param last: the number of the last one.
    """
    start = block.index(b"\n") + 1
    lines = _decode(block[: start - 1])
    exchanges = []
    for number, (sizes, *values) in enumerate(lines, last - len(lines) + 1):
        parts = []
        for size in sizes:
            parts.append(block[start : start + size])
            start += size
        exchanges.append(_exchange(number, parts, values))
    return exchanges


def _exchange(number: int, parts: Sequence[bytes], values: Sequence[Any]) -> Exchange:
    time, method, target, status, milliseconds, *rest = values
    rest, rare = rest[:USUAL], rest[USUAL:]
    sent, request_body, received, response_body = parts
    exchange = Exchange(
        time, method, target, _split(sent), request_body, status, _split(received), response_body, milliseconds, *rest
    )
    exchange.number = number
    if rare and rare[0] is not None:
        exchange.sent = Sent(**rare[0] | {"violations": tuple(rare[0]["violations"])})
    if len(rare) > 1:
        exchange.violations = tuple(Violation(*one) for one in rare[1])
    return exchange


def _encode(lines: list[list[Any]]) -> bytes:
    try:
        return orjson.dumps(lines)
    except TypeError:  # a name in the document has a surrogate
        return json.dumps(lines).encode("ascii")


def _decode(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except ValueError:  # as above
        return json.loads(text)


def _joined(headers: Sequence[RawHeader]) -> bytes:
    """Return names and values, separated by line feeds, which neither contains (RFC 9110, sections 5.1 and 5.5)."""
    return b"\n".join(chain.from_iterable(headers))


def _split(joined: bytes) -> tuple[RawHeader, ...]:
    found = joined.split(b"\n")
    return tuple(zip(found[::2], found[1::2], strict=True)) if joined else ()
