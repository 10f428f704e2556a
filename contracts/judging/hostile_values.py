"""Values that servers stumble over, as texts for parameters and as bodies, each with what it is called."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.data.encoding import encode_json

LONG = 8 * 1024
DEEP = 5_000
"""Levels of nesting: more than parsers that call themselves can go down."""

TEXTS: tuple[tuple[str, str], ...] = (
    ("a number beyond 63 bits", str(2**63)),
    ("a negative number", "-1"),
    ("a null byte", "a\0b"),
    ("nothing", ""),
    ("characters outside of ASCII", "ż漢😀\u202e\u0301"),
    ("nothing but a space", " "),
    (f"{LONG} characters", "a" * LONG),
    ("quotes", "'\"`;--"),
    ("a number beyond all floats", "1e400"),
    ("a template", "{{7*7}}${7*7}<%= 7 %>#{7}%s%n"),
    ("a path upwards", "../../etc/passwd"),
    ("line ends", "a\r\nb: c"),
    ("a number of 5000 digits", "9" * 5000),
    ("not a number", "NaN"),
    ("brackets", "[]{}()*+?\\|^"),
)
"""For the path and the query, where they are percent-encoded; what stumbles most servers first."""

HEADERS: tuple[tuple[str, str], ...] = (
    ("a number beyond 63 bits", str(2**63)),
    ("quotes", "'\"`;--,,"),
    ("characters outside of ASCII", "\xe9\xff"),
    (f"{LONG // 2} characters", "a" * (LONG // 2)),
    ("a template", "{{7*7}}${7*7}%s%n"),
)

ESCAPED: tuple[tuple[str, str], ...] = (
    ("an escape that is no UTF-8", "%FF%FE"),
    ("a percent sign alone", "%"),
    ("a surrogate", "%ED%A0%80"),
)
"""For the path and the query, as they are sent."""


UNKNOWN: tuple[tuple[str, str], ...] = (("a text", "1"), ("nothing", ""), ("an escape that is no UTF-8", "%FF"))
"""For a parameter that the document does not know."""


def bodies(fields: list[str]) -> Iterator[tuple[str, bytes]]:
    """JSON bodies, and texts that nearly are; ``fields``: members that the operation knows."""
    name = fields[0] if fields else "name"
    yield "a lone surrogate", f'{{"{name}": "\\ud800"}}'.encode()
    yield "a null character", f'{{"{name}": "a\\u0000b"}}'.encode()
    yield "deep nesting", b'{"' + name.encode() + b'": ' + b"[" * DEEP + b"]" * DEEP + b"}"
    yield "a number beyond 63 bits", encode_json(dict.fromkeys(fields or [name], 2**63))
    yield "a number beyond all floats", f'{{"{name}": 1e400}}'.encode()
    yield "a member twice", f'{{"{name}": "a", "{name}": 1}}'.encode()
    yield "nulls", encode_json(dict.fromkeys(fields or [name]))
    yield "no object", b'[[], "a", 1, null]'
    yield "empty texts", encode_json(dict.fromkeys(fields or [name], ""))
    yield "blank texts", encode_json(dict.fromkeys(fields or [name], " "))
    yield "nothing in it", b"{}"
    yield "NaN", f'{{"{name}": NaN}}'.encode()
    yield "bytes that are no UTF-8", b'{"' + name.encode() + b'": "\xff\xfe"}'
    yield "characters outside of ASCII", encode_json(dict.fromkeys(fields or [name], "ż漢😀\u202e"))
    yield "a number of 5000 digits", f'{{"{name}": {"9" * 5000}}}'.encode()
    yield "a template", encode_json(dict.fromkeys(fields or [name], "{{7*7}}${7*7}<%= 7 %>'\"`;--"))
    yield f"{LONG} characters", encode_json(dict.fromkeys(fields or [name], "a" * LONG))
    yield "a member of no name", encode_json({"": 1, "__proto__": {"a": 1}, "$where": "1", "a.b": [{}]})
    yield "a byte order mark", b"\xef\xbb\xbf{}"
    yield "a text", b'"a"'
    yield "nothing but a space", b" "
