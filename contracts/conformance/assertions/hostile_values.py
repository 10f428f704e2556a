"""Unusual values of parameters and bodies, which must not make a server fail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.generation.json_encoding import encode_json

LONG = 8 * 1024
DEEP = 5_000
"""Levels of nesting; more than recursive parsers support."""

STRINGS: tuple[tuple[str, str], ...] = (
    ("a number beyond 63 bits", str(2**63)),
    ("a negative number", "-1"),
    ("a null byte", "a\0b"),
    ("65 characters", "a" * 65),
    ("129 characters", "a" * 129),
    ("256 characters", "a" * 256),
    ("an empty string", ""),
    ("non-ASCII characters", "ż漢😀\u202e\u0301"),
    ("a space", " "),
    (f"{LONG} characters", "a" * LONG),
    ("quotes", "'\"`;--"),
    ("a number beyond the range of doubles", "1e400"),
    ("a template", "{{7*7}}${7*7}<%= 7 %>#{7}%s%n"),
    ("a path traversal", "../../etc/passwd"),
    ("line breaks", "a\r\nb: c"),
    ("a number of 5000 digits", "9" * 5000),
    ("not a number", "NaN"),
    ("brackets", "[]{}()*+?\\|^"),
)
"""For path and query parameters, percent-encoded; the values that make most servers fail come first."""

HEADERS: tuple[tuple[str, str], ...] = (
    ("a number beyond 63 bits", str(2**63)),
    ("quotes", "'\"`;--,,"),
    ("non-ASCII characters", "\xe9\xff"),
    (f"{LONG // 2} characters", "a" * (LONG // 2)),
    ("a template", "{{7*7}}${7*7}%s%n"),
)

ENTITY_TAGS: tuple[tuple[str, str], ...] = (
    ("a wildcard followed by characters", "*x"),
    ("an unclosed entity tag", '"casemock'),
    ("a weak entity tag without value", "W/"),
)
"""For headers with entity tags (RFC 9110, section 8.8.3), in addition."""

USUAL_ENTITY_TAG = '"987654"'

ESCAPED: tuple[tuple[str, str], ...] = (
    ("percent-encoded bytes that are not UTF-8", "%FF%FE"),
    ("a lone percent sign", "%"),
    ("a surrogate", "%ED%A0%80"),
)
"""For path and query parameters, sent without further encoding."""


USUAL_TEXT = "casemock"


def usual_value(text: str) -> str:
    """Return a usual value of the same kind, a number or a word; if it fails too, the kind is the cause."""
    return "987654" if text.lstrip("-")[:1].isdigit() or text == "NaN" else USUAL_TEXT


UNKNOWN: tuple[tuple[str, str], ...] = (
    ("a string", "1"),
    ("an empty string", ""),
    ("percent-encoded bytes that are not UTF-8", "%FF"),
)
"""For an undocumented query parameter."""


def bodies(fields: list[str]) -> Iterator[tuple[str, bytes, bytes | None]]:
    """Yield a name and a body for each unusual JSON body, and the same body with usual values, if there is one.

    :param fields: names of the documented properties.
    """
    names = fields or ["name"]
    begin = b'{"' + names[0].encode() + b'": '

    def first(value: bytes) -> bytes:
        return begin + value + b"}"

    def each(value: Any) -> bytes:
        return encode_json(dict.fromkeys(names, value))

    yield "a lone surrogate", first(b'"\\ud800"'), first(b'"a"')
    yield "a null character", first(b'"a\\u0000b"'), first(b'"ab"')
    yield "deep nesting", first(b"[" * DEEP + b"]" * DEEP), first(b"[]")
    yield "a number beyond 63 bits", each(2**63), each(1)
    yield "a number beyond the range of doubles", first(b"1e400"), first(b"1")
    yield "a duplicate key", first(b'"a", ' + begin[1:] + b"1"), first(b"1")
    yield "nulls", each(None), None
    yield "an array", b'[[], "a", 1, null]', None
    yield "empty strings", each(""), each("a")
    yield "blank strings", each(" "), each("a")
    yield "an empty object", b"{}", None
    yield "NaN", first(b"NaN"), first(b"1")
    yield "bytes that are not UTF-8", first(b'"\xff\xfe"'), first(b'"a"')
    yield "non-ASCII characters", each("ż漢😀\u202e"), each("a")
    yield "a number of 5000 digits", first(b"9" * 5000), first(b"1")
    yield "a template", each("{{7*7}}${7*7}<%= 7 %>'\"`;--"), each("a")
    yield f"{LONG} characters", each("a" * LONG), each("a")
    yield "unusual keys", encode_json({"": 1, "__proto__": {"a": 1}, "$where": "1", "a.b": [{}]}), None
    yield "a byte order mark", b"\xef\xbb\xbf{}", b"{}"
    yield "a string", b'"a"', None
    yield "a space", b" ", None


TEXTS: tuple[tuple[str, str], ...] = (
    ("non-ASCII characters", "ż漢😀\u202e\u0301"),
    ("65 characters", "a" * 65),
    ("a null character", "a\0b"),
    ("129 characters", "a" * 129),
    ("line breaks", "a\r\nb: c"),
    ("256 characters", "a" * 256),
    ("quotes", "'\"`;--"),
    ("blanks", "  "),
    ("a template", "{{7*7}}${7*7}<%= 7 %>#{7}%s%n"),
    ("a path traversal", "../../etc/passwd"),
    ("HTML", "<b>&amp;</b><!--"),
    ("a formula", "=1+1"),
    ("non-ASCII digits", "٣"),
    (f"{LONG} characters", "a" * LONG),
)
"""For properties and form fields that accept any text."""

FILE_NAMES: tuple[tuple[str, bytes], ...] = (
    ("non-Latin characters", 'filename="żółć 漢字.pdf"'.encode()),
    ("quotes", b'filename="a%22b\';.pdf"'),
    ("300 characters", b'filename="' + b"a" * 296 + b'.pdf"'),
    ("a path traversal", b'filename="../../casemock/a.pdf"'),
    (
        "non-Latin characters in filename*",
        b"filename=\"a.pdf\"; filename*=UTF-8''%C5%BC%C3%B3%C5%82%C4%87%20%E6%BC%A2.pdf",
    ),
    ("an empty name", b'filename=""'),
    ("an emoji", 'filename="😀.pdf"'.encode()),
    ("bytes that are not UTF-8", b'filename="\xff\xfe.pdf"'),
    ("no extension", b"filename=a"),
    ("a null byte", b'filename="a\0b.pdf"'),
    ("an escaped quote", b'filename="a\\"b.pdf"'),
    ("dots", b'filename=".."'),
)
"""Parameters of ``Content-Disposition``."""

LARGE = 256 * 1024

CONTENTS: tuple[tuple[str, bytes], ...] = (
    ("no bytes", b""),
    ("bytes that are not UTF-8", b"\xff\xfe\0\x80" * 16),
    (f"{LARGE} bytes", b"a" * LARGE),
    ("a byte order mark", b"\xef\xbb\xbfa"),
    ("the magic number of a ZIP file", b"PK\3\4"),
)
"""For files, and for bodies of text and bytes."""

FORMS: tuple[tuple[str, bytes], ...] = (
    ("an incomplete percent-encoding", b"%=%2&a=%F"),
    ("bytes that are not UTF-8", b"%FF=%FE&\xff=\xfe"),
    ("separators only", b"&&;&="),
    ("brackets", b"a[=1&a[]]=2&a[b][c]=3&[]=4&a[9999999999]=5"),
    ("1500 fields", b"&".join(b"a%d=1" % number for number in range(1500))),
    ("JSON", b'{"a": 1}'),
)

_MARK = b"--casemock"

PARTS: tuple[tuple[str, bytes], ...] = (
    ("a part without headers", _MARK + b"\r\n\r\na\r\n" + _MARK + b"--\r\n"),
    ("a part without a name", _MARK + b"\r\nContent-Disposition: form-data\r\n\r\na\r\n" + _MARK + b"--\r\n"),
    ("a part that is not closed", _MARK + b'\r\nContent-Disposition: form-data; name="a"\r\n\r\na'),
    ("no parts", _MARK + b"--\r\n"),
    ("another boundary", b"--other\r\n\r\na\r\n--other--\r\n"),
    ("a header without a colon", _MARK + b"\r\nnonsense\r\n\r\na\r\n" + _MARK + b"--\r\n"),
    (
        "a name that is not UTF-8",
        _MARK + b'\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n\xff\r\n' + _MARK + b"--\r\n",
    ),
)
"""Multipart bodies with the boundary ``casemock``."""


def documents(root: str) -> Iterator[tuple[str, bytes]]:
    """Yield a name and a body for each unusual XML document; the entities are few, and name no existing file.

    :param root: the name of the root element.
    """
    name = root.encode()
    yield "bytes that are not UTF-8", b"<%s>\xff\xfe</%s>" % (name, name)
    yield "an external entity", _doctype(root, '<!ENTITY e SYSTEM "file:///casemock/no-such-file">', "&e;")
    yield (
        "entities",
        _doctype(root, f'<!ENTITY a "{"a" * 10}"><!ENTITY b "{"&a;" * 10}"><!ENTITY c "{"&b;" * 10}">', "&c;"),
    )
    yield "an undefined entity", b"<%s>&casemock;</%s>" % (name, name)
    yield "deep nesting", b"<a>" * DEEP + b"</a>" * DEEP
    yield "another root element", b"<casemock/>"
    yield "an unbound prefix", b"<x:%s/>" % name
    yield "an empty element", b"<%s/>" % name
    yield "a null character", b"<%s>a&#0;b</%s>" % (name, name)
    yield "a wrong encoding", b'<?xml version="1.0" encoding="UTF-16"?><%s/>' % name
    yield "JSON", b'{"a": 1}'


def _doctype(root: str, declarations: str, text: str) -> bytes:
    return f"<!DOCTYPE {root} [{declarations}]><{root}>{text}</{root}>".encode()
