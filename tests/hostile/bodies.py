"""Requests with an invalid length or body; each function yields the bytes to send on one connection."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator

from tests.hostile.messages import CRLF, TARGET, head, patch


def lengths() -> Iterator[bytes]:
    """Wrong content lengths and invalid chunks."""
    body = b'{"title": "Hostile"}'
    claims = [
        b"0",
        b"1",
        b"19",
        b"21",
        b"100",
        b"-1",
        b"-20",
        b"+20",
        b"20.0",
        b"0x14",
        b"2e1",
        b"020",
        b" 20 ",
        b"20,20",
        b"20, 21",
        b"abc",
    ]
    claims += [
        b"\xb2",
        b"10485760",
        b"10485761",
        b"9" * 18,
        b"9" * 19,
        b"9" * 20,
        b"9" * 400,
        b"18446744073709551615",
        b"-9223372036854775808",
    ]
    yield from (patch(body, length=claim) for claim in claims)
    yield from (patch(body, b"Content-Length: " + claim) for claim in claims)
    yield from (patch(body, b"Transfer-Encoding: chunked", length=claim) for claim in claims)
    yield from (head(b"GET", TARGET, b"Content-Length: " + claim) + body for claim in claims)
    codings = [
        b"chunked",
        b"CHUNKED",
        b"gzip",
        b"gzip, chunked",
        b"chunked, gzip",
        b"chunked, chunked",
        b"identity",
        b"",
        b"\x0bchunked",
        b"xchunked",
    ]
    chunks = [
        b"14\r\n" + body + b"\r\n0\r\n\r\n",
        b"0\r\n\r\n",
        b"",
        b"\r\n",
        b"zz\r\n",
        b"-1\r\n",
        b"14",
        b"14\r\n" + body,
        b"5\r\n" + body + b"\r\n0\r\n\r\n",
    ]
    chunks += [
        b"ffffffffffffffff\r\n",
        b"FFFFFFFFFFFFFFFFFF\r\nx",
        b"14;" + b"x" * 9000 + CRLF + body + b"\r\n0\r\n\r\n",
        b"14 \r\n" + body + b"\r\n0\r\n\r\n",
    ]
    chunks += [
        b"14\n" + body + b"\n0\n\n",
        b"14\r\n" + body + b"\r\n0\r\nX: 1\r\nContent-Length: 3\r\n\r\n",
        b"0x14\r\n" + body + b"\r\n0\r\n\r\n",
        b"1\r\n{\r\n" * 200,
    ]
    yield from (patch(chunk, b"Transfer-Encoding: " + coding, length=b"") for coding in codings for chunk in chunks)


def bodies() -> Iterator[bytes]:
    """Complete bodies that are not JSON or have another encoding or content type."""
    for depth in (101, 1_000, 100_000):
        yield from (patch(opening * depth) for opening in (b"[", b'{"a":', b'[{"":', b"[[[[["))
        yield patch(b"[" * depth + b"]" * depth)
        yield patch(b'{"title":' * depth + b"1" + b"}" * depth)
    payloads = [
        b"\0",
        b"\0" * 1000,
        b"\xff" * 100,
        b"\xef\xbb\xbf{}",
        b'{"title": "\xff"}',
        b'{"title": "\\ud800"}',
        b'{"title": "\\u12"}',
        b"{}{}",
    ]
    payloads += [
        b'{"\\u0000": 1}',
        b'{"title": "\0"}',
        b"nul",
        b"NaN",
        b"-",
        b"1e999",
        b"-0",
        b"9" * 5000,
        b"0." + b"1" * 5000,
        b'"' * 999,
        b"{" * 99 + b"}" * 99,
    ]
    payloads += [
        json.dumps({"title": "x"}).encode(encoding) for encoding in ("utf-16", "utf-16-le", "utf-32", "utf-7", "cp037")
    ]
    payloads += [
        gzip.compress(b"{}", mtime=0),
        b"title=x&status=closed",
        b"<case/>",
        b"--x\r\n\r\n--x--",
        b"title: x",
        b"{'title': 'x'}",
        b"/**/{}",
        b'{"title"}',
    ]
    payloads += [
        b'{"title": "x"' + b" " * 100_000,
        b'{"a": ' + b"[1," * 50 + b"1" + b"]" * 50 + b"}",
        b'{"title": "' + b"x" * 500_000 + b'"',
        b"[" + b"0," * 50_000 + b"]",
    ]
    types = [
        b"application/json",
        b"application/json; charset=utf-16",
        b"text/plain",
        b"application/x-www-form-urlencoded",
        b"multipart/form-data; boundary=x",
    ]
    for payload in payloads:
        yield from (
            head(b"PATCH", TARGET, b"Content-Type: " + kind, b"Content-Length: %d" % len(payload)) + payload
            for kind in types
        )
        yield patch(payload, b"Content-Encoding: gzip")
