"""Malformed requests as bytes, the same list in every run, without expected responses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random

from tests.hostile.bodies import bodies, lengths
from tests.hostile.heads import headers, other_protocols, paths, request_lines, values
from tests.hostile.messages import CRLF, TARGET, VALID_GET, VALID_PATCH, head, patch

SEED = 20261122


def pipelines() -> Iterator[bytes]:
    """Several valid and invalid requests on one connection."""
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
        yield VALID_GET + piece
        yield VALID_PATCH + piece
        yield piece + VALID_GET
        yield VALID_GET + piece + VALID_GET
        yield patch(b"{" + piece) + VALID_GET
    yield VALID_GET * 20
    yield VALID_PATCH * 20
    yield (VALID_GET + VALID_PATCH) * 10 + b"\0"
    yield patch(VALID_GET, length=b"0")
    yield patch(b"0\r\n\r\n" + VALID_GET, b"Transfer-Encoding: chunked", length=b"4")


def truncated(random: Random) -> Iterator[bytes]:
    """Valid requests that are cut off."""
    for request in (VALID_GET, VALID_PATCH):
        yield from (request[:size] for size in sorted(random.sample(range(len(request)), 60)))


def mutated(random: Random) -> Iterator[bytes]:
    """An infinite number of valid requests with a few bytes changed, inserted, removed or swapped."""
    special = b'\0\t\n\r "%&+,/:;=?@[\\]{}\x7f\x80\xc3\xff09azAZ'
    while True:
        request = bytearray(random.choice((VALID_GET, VALID_PATCH)))
        for _ in range(random.randint(1, 5)):
            index = random.randrange(len(request))
            match random.randrange(4):
                case 0:
                    request[index] = random.choice(special)
                case 1:
                    request.insert(index, random.choice(special))
                case 2:
                    del request[index : index + random.randint(1, 4)]
                case _:
                    other = random.randrange(len(request))
                    request[index], request[other] = request[other], request[index]
        yield bytes(request)


def noise(random: Random) -> Iterator[bytes]:
    """Random bytes, alone and as parts of a request."""
    for size in (1, 2, 7, 64, 1_000, 40_000):
        yield random.randbytes(size)
        yield head(b"GET", b"/" + random.randbytes(size))
        yield head(b"GET", TARGET, b"X: " + random.randbytes(size))
        yield head(b"GET", TARGET, random.randbytes(size))
        yield patch(random.randbytes(size))
        yield VALID_GET + random.randbytes(size)


FAMILIES: tuple[Callable[[], Iterator[bytes]], ...] = (
    *(request_lines, other_protocols, paths, headers, values, lengths, bodies, pipelines),
)


def malformed(count: int) -> list[bytes]:
    """Return ``count`` malformed requests: all families, then mutations of valid requests."""
    random = Random(SEED)
    found = [payload for family in FAMILIES for payload in family()]
    found += [*truncated(random), *noise(random)]
    mutations = mutated(random)
    return found[:count] + [next(mutations) for _ in range(count - len(found))]
