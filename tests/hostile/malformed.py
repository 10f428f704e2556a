"""Malformed requests, as bytes: the same list on every run. Nothing here knows what the answers should be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from tests.hostile.bodies import bodies, lengths
from tests.hostile.heads import headers, other_protocols, paths, request_lines, values
from tests.hostile.messages import CRLF, GOOD_GET, GOOD_PATCH, TARGET, head, patch

SEED = 20261122


def pipelines() -> Iterator[bytes]:
    """Several requests on one connection, good and bad."""
    garbage = [
        b"\0",
        b"\xff" * 50,
        b"garbage\r\n\r\n",
        b"GET\r\n\r\n",
        b"}",
        b"0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        CRLF * 20,
    ]
    for piece in garbage:
        yield GOOD_GET + piece
        yield GOOD_PATCH + piece
        yield piece + GOOD_GET
        yield GOOD_GET + piece + GOOD_GET
        yield patch(b"{" + piece) + GOOD_GET
    yield GOOD_GET * 20
    yield GOOD_PATCH * 20
    yield (GOOD_GET + GOOD_PATCH) * 10 + b"\0"
    yield patch(GOOD_GET, length=b"0")
    yield patch(b"0\r\n\r\n" + GOOD_GET, b"Transfer-Encoding: chunked", length=b"4")


def truncated(random: Random) -> Iterator[bytes]:
    """Good requests that end too soon."""
    for request in (GOOD_GET, GOOD_PATCH):
        yield from (request[:size] for size in sorted(random.sample(range(len(request)), 60)))


def mutated(random: Random) -> Iterator[bytes]:
    """Good requests with a few bytes changed, added, taken away or moved, without end."""
    odd = b'\0\t\n\r "%&+,/:;=?@[\\]{}\x7f\x80\xc3\xff09azAZ'
    while True:
        request = bytearray(random.choice((GOOD_GET, GOOD_PATCH)))
        for _ in range(random.randint(1, 5)):
            place = random.randrange(len(request))
            match random.randrange(4):
                case 0:
                    request[place] = random.choice(odd)
                case 1:
                    request.insert(place, random.choice(odd))
                case 2:
                    del request[place : place + random.randint(1, 4)]
                case _:
                    other = random.randrange(len(request))
                    request[place], request[other] = request[other], request[place]
        yield bytes(request)


def noise(random: Random) -> Iterator[bytes]:
    """Random bytes, alone and where a request has its parts."""
    for size in (1, 2, 7, 64, 1_000, 40_000):
        yield random.randbytes(size)
        yield head(b"GET", b"/" + random.randbytes(size))
        yield head(b"GET", TARGET, b"X: " + random.randbytes(size))
        yield head(b"GET", TARGET, random.randbytes(size))
        yield patch(random.randbytes(size))
        yield GOOD_GET + random.randbytes(size)


FAMILIES: tuple[Callable[[], Iterator[bytes]], ...] = (
    *(request_lines, other_protocols, paths, headers, values, lengths, bodies, pipelines),
)


def malformed(count: int) -> list[bytes]:
    """The first ``count`` malformed requests: every family whole, then mutations of good requests."""
    random = Random(SEED)
    found = [payload for family in FAMILIES for payload in family()]
    found += [*truncated(random), *noise(random)]
    endless = mutated(random)
    return found[:count] + [next(endless) for _ in range(count - len(found))]
