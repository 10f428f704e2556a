"""Requests with an invalid start line, target or header; each function yields the bytes to send on one connection."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile.messages import CRLF, TARGET, VALID_GET, head, patch


def request_lines() -> Iterator[bytes]:
    """Invalid methods, targets, versions and line ends."""
    methods = [b"get", b"BREW", b"", b" ", b"G" * 5000, b"GET\0", b"\xff\xfe", b"GE T", b"PATCH/", b"<GET>", b"CONNECT"]
    methods += [b"TRACE", b"PROPFIND", b"SOURCE", b"M-SEARCH", b"PRI", b"\x16\x03\x01", b"PUT", b"POST", b"DELETE"]
    yield from (head(method) for method in methods)
    targets = [b"", b"*", b"cases", b"?", b"#", b"//", b"http://", b"http://localhost" + TARGET, b"localhost:80", b"\\"]
    targets += [
        b"http://[::1" + TARGET,
        b"file:///etc/passwd",
        b"/%",
        b"/\0",
        b"/ /",
        b"/\t",
        b"*/*",
        b"/" + b"../" * 50,
    ]
    yield from (head(method, target) for method in (b"GET", b"OPTIONS", b"CONNECT") for target in targets)
    versions = [b"", b"HTTP", b"HTTP/", b"HTTP/1", b"HTTP/0.9", b"HTTP/1.0", b"HTTP/1.2", b"HTTP/2.0", b"HTTP/9.9"]
    versions += [
        b"HTTP/11",
        b"HTTP/-1.1",
        b"http/1.1",
        b"HTTP/1.1 ",
        b"HTTP/1.1x",
        b"HTTP/\xb9.1",
        b"ICE/1.0",
        b"RTSP/1.0",
    ]
    yield from (head(version=version) for version in versions)
    yield from (b"GET " + TARGET + end for end in (b"\r\n", b"\n", b"\r\n\r\n", b"\n\n", b"\r\r", b""))
    yield from (end * count + VALID_GET for end in (CRLF, b"\n", b"\r", b" ", b"\0") for count in (1, 2, 500))
    yield VALID_GET.replace(CRLF, b"\n")
    yield VALID_GET.replace(CRLF, b"\r")
    yield VALID_GET.replace(b" ", b"\t")
    yield VALID_GET.replace(b" ", b"   ")


def other_protocols() -> Iterator[bytes]:
    """Messages of other protocols than HTTP/1."""
    preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
    settings = b"\x00\x00\x00\x04\x00\x00\x00\x00\x00"
    yield from (preface, preface + settings, preface + settings * 200, settings)
    upgrade = (b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAAQAAP__")
    yield head(b"GET", TARGET, *upgrade)
    socket = (b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Key: AAAA")
    yield head(b"GET", TARGET, *socket) + b"\x81\x05hello"
    yield b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)) * 2
    yield b"\x05\x01\x00"
    yield b"*1\r\n$4\r\nPING\r\n"
    yield b"EHLO localhost\r\nQUIT\r\n"
    yield b"SSH-2.0-OpenSSH_9.6\r\n"
    yield b"PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n" + VALID_GET


def paths() -> Iterator[bytes]:
    """Invalid percent-encoding, bytes and lengths in the path and the query."""
    pieces = [
        b"%",
        b"%%",
        b"%2",
        b"%zz",
        b"%G0",
        b"%u0041",
        b"%ff",
        b"%c0%ae",
        b"%c0%80",
        b"%ed%a0%80",
        b"%f5%80%80%80",
    ]
    pieces += [
        b"%00",
        b"%0d%0a",
        b"%0aX-Smuggled:%201",
        b"%e2%80%ae",
        b"\xff",
        b"\xc3\xa9",
        b"\xc3",
        b"\0",
        b"\x01",
        b"\x7f",
    ]
    pieces += [
        b"\\",
        b"\\..\\",
        b"%5c..%5c",
        b"..%2f..%2f",
        b"%2e%2e/",
        b";",
        b"{id}",
        b"%7Bid%7D",
        b'"',
        b"<",
        b"|",
        b"^",
        b"`",
    ]
    for piece in pieces:
        for target in (TARGET + piece, b"/serverops/cases/" + piece, b"/serverops/" + piece + b"/x", b"/" + piece):
            yield head(b"GET", target)
        yield head(b"PATCH", TARGET + piece)
        yield head(b"GET", TARGET + b"?" + piece + b"=" + piece + b"&" + piece)
        yield head(b"OPTIONS", TARGET + piece, b"Origin: http://a", b"Access-Control-Request-Method: GET")
    for size in (1_000, 10_000, 60_000, 70_000, 200_000):
        yield head(b"GET", TARGET + b"x" * size)
        yield head(b"GET", TARGET + b"%41" * (size // 3))
        yield head(b"GET", b"/serverops" + b"/" * size)
        yield head(b"GET", b"/serverops" + b"/x" * (size // 2))
        yield head(b"GET", TARGET + b"?" + b"a" * size)
        yield head(b"GET", TARGET + b"?" + b"&=" * (size // 2))


def headers() -> Iterator[bytes]:
    """Header lines that are malformed, too many or too long, or that try to inject other headers."""
    lines = [
        b"",
        b":",
        b": x",
        b"X",
        b"X Y: 1",
        b"X\t: 1",
        b"X : 1",
        b" X: 1",
        b"\tfolded",
        b"X: 1\r\n folded",
        b"X:\x001",
        b"X\0: 1",
    ]
    lines += [
        b"X: 1\nY: 2",
        b"X: 1\rY: 2",
        b"\xff: 1",
        b"X: \xff\xfe",
        b"X: \x7f",
        b"X: \x01",
        b"(X): 1",
        b"X: 1\r\r",
        b"X=1",
        b"<X>: 1",
    ]
    lines += [
        b"Host: other",
        b"Host:",
        b"Host: a, b",
        b"Connection: \xff",
        b"Connection: close, close, keep-alive",
        b"Expect: 100-continue",
    ]
    lines += [
        b"Expect: magic",
        b"Upgrade: x",
        b"Trailer: Content-Length",
        b"TE: trailers, \0",
        b"Keep-Alive: timeout=-1",
        b"Range: bytes=9-1",
    ]
    yield from (head(b"GET", TARGET, line) for line in lines)
    yield from (patch(b"{}", line) for line in lines)
    for size in (1_000, 20_000, 70_000, 300_000):
        yield head(b"GET", TARGET, b"X: " + b"x" * size)
        yield head(b"GET", TARGET, b"x" * size + b": 1")
        yield head(b"GET", TARGET, b"Cookie: " + b"a=b; " * (size // 5))
        yield head(b"GET", TARGET, b"Accept: " + b"a/b;q=0.1, " * (size // 11))
        yield head(b"GET", TARGET, b"Prefer: " + b"code=404;" * (size // 9))
        yield head(b"GET", TARGET, *[b"X: 1"] * (size // 6))
        yield head(b"GET", TARGET, *[b"X-%d: 1" % number for number in range(size // 12)])


VALUES = [
    b"",
    b" ",
    b",",
    b";",
    b",,,;;;",
    b"=",
    b'"',
    b'"\\',
    b"\xff\xfe",
    b"\xc3\xa9",
    b"%00",
    b"%0d%0a",
    b"null",
    b"\t\t",
    b"a" * 3000,
]
VALUES += [
    b"*/*;q=nan",
    b"application/json;q=1e309",
    b"application/json;q=-1",
    b"/",
    b"a/b/c",
    b"*",
    b"code=-404",
    b"code=1e3",
    b"seed=\xb2",
]
VALUES += [
    b"code=999",
    b"code=\xb2\xb2\xb2",
    b'example="',
    b"example=\\",
    b"dynamic=\xff",
    b"Bearer \xff",
    b"Bearer  ",
    b"bearer\tx",
    b"Basic ====",
]
VALUES += [
    b"application/json; charset=\xff",
    b"application/json; charset=utf-7",
    b"multipart/form-data",
    b"-1",
    b"1, 1",
    b"chunked, \x0b",
    b"gzip",
]
VALUES += [b"http://a\tb", b"//", b"javascript:alert(1)", b"GET, \xff", b"x-\xff, y"]


def values() -> Iterator[bytes]:
    """Headers that the mock evaluates, with invalid values."""
    read = [b"Accept", b"Prefer", b"Origin", b"Content-Type", b"Cookie", b"Authorization", b"Content-Encoding"]
    lines = [(name, name + b": " + value) for name in read for value in VALUES]
    lines += [(b"", b"Access-Control-Request-Headers: " + value) for value in VALUES]
    for name, line in lines:
        yield head(b"GET", TARGET, line)
        if name in {b"", b"Origin"}:
            yield head(b"OPTIONS", TARGET, line, b"Origin: http://a", b"Access-Control-Request-Method: PATCH")
        if name in {b"Prefer", b"Content-Type"}:
            yield head(b"PATCH", TARGET, line, b"Content-Length: 2") + b"{}"
