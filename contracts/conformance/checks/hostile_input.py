"""No input makes the server fail: unusual values in parameters and bodies get a 4XX at worst."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import quote

from contracts.conformance.assertions.item_fields import request_schema
from contracts.conformance.assertions.items import checked_items
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.request_builder import body_media
from contracts.conformance.session import Session
from contracts.errors import TransportError
from contracts.findings import Finding
from contracts.generation.json_encoding import encode_json
from contracts.messages import Request, Response
from contracts.spec.model import Operation, Parameter

LONG = 8 * 1024
DEEP = 5_000
"""Levels of nesting; more than recursive parsers support."""

STRINGS: tuple[tuple[str, str], ...] = (
    ("a number beyond 63 bits", str(2**63)),
    ("a negative number", "-1"),
    ("a null byte", "a\0b"),
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

ESCAPED: tuple[tuple[str, str], ...] = (
    ("percent-encoded bytes that are not UTF-8", "%FF%FE"),
    ("a lone percent sign", "%"),
    ("a surrogate", "%ED%A0%80"),
)
"""For path and query parameters, sent without further encoding."""


UNKNOWN: tuple[tuple[str, str], ...] = (
    ("a string", "1"),
    ("an empty string", ""),
    ("percent-encoded bytes that are not UTF-8", "%FF"),
)
"""For an undocumented query parameter."""


def bodies(fields: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield a name and a body for each unusual JSON body.

    :param fields: names of the documented properties.
    """
    name = fields[0] if fields else "name"
    yield "a lone surrogate", f'{{"{name}": "\\ud800"}}'.encode()
    yield "a null character", f'{{"{name}": "a\\u0000b"}}'.encode()
    yield "deep nesting", b'{"' + name.encode() + b'": ' + b"[" * DEEP + b"]" * DEEP + b"}"
    yield "a number beyond 63 bits", encode_json(dict.fromkeys(fields or [name], 2**63))
    yield "a number beyond the range of doubles", f'{{"{name}": 1e400}}'.encode()
    yield "a duplicate key", f'{{"{name}": "a", "{name}": 1}}'.encode()
    yield "nulls", encode_json(dict.fromkeys(fields or [name]))
    yield "an array", b'[[], "a", 1, null]'
    yield "empty strings", encode_json(dict.fromkeys(fields or [name], ""))
    yield "blank strings", encode_json(dict.fromkeys(fields or [name], " "))
    yield "an empty object", b"{}"
    yield "NaN", f'{{"{name}": NaN}}'.encode()
    yield "bytes that are not UTF-8", b'{"' + name.encode() + b'": "\xff\xfe"}'
    yield "non-ASCII characters", encode_json(dict.fromkeys(fields or [name], "ż漢😀\u202e"))
    yield "a number of 5000 digits", f'{{"{name}": {"9" * 5000}}}'.encode()
    yield "a template", encode_json(dict.fromkeys(fields or [name], "{{7*7}}${7*7}<%= 7 %>'\"`;--"))
    yield f"{LONG} characters", encode_json(dict.fromkeys(fields or [name], "a" * LONG))
    yield "unusual keys", encode_json({"": 1, "__proto__": {"a": 1}, "$where": "1", "a.b": [{}]})
    yield "a byte order mark", b"\xef\xbb\xbf{}"
    yield "a string", b'"a"'
    yield "a space", b" "


ID = "hostile-input"
MOST = 64
FAST_MOST = 32
"""Maximum number of requests per operation."""

PATH = "the path parameter"
BODY = "the body"
_MARK = "casemock-place"
"""Placeholder in a request for a value that must not be encoded."""


def _run(session: Session) -> Iterator[Finding]:
    written = {subject.writer.id: subject for subject in checked_items(session, ID, own=False)}
    for operation in session.operations:
        subject = written.get(operation.id)
        before = subject.item(subject.read()[1]) if subject else None
        yield from _operation(session, operation)
        if subject is not None and before is not None:
            subject.restore(before, subject.read()[1])


def _operation(session: Session, operation: Operation) -> Iterator[Finding]:
    """Yield at most one finding for each location of a value."""
    reported = set[str]()
    for location, name, request in _spread(list(_cases(session, operation)), FAST_MOST if session.plan.fast else MOST):
        finding = None if location in reported else _send(session, operation, request, f"{name} in {location}")
        if finding is not None:
            reported.add(location)
            yield finding


Case = tuple[str, str, Request]
"""The location of the value, its name, and the request."""


def _spread(cases: list[Case], most: int) -> list[Case]:
    """Return at most ``most`` cases, half of them for path and body, which every server reads, in turn.

    The other half is for the other locations, each of which starts with a different value, so that each value is sent
    at least once.
    """
    by_location: dict[str, list[Case]] = {}
    for case in cases:
        by_location.setdefault(case[0], []).append(case)
    first = [row for location, row in by_location.items() if location == BODY or location.startswith(PATH)]
    others = [row for row in by_location.values() if row not in first]
    share = -(-most // 2 // max(len(others), 1))
    shifted = [row[at % len(row) :] + row[: at % len(row)] for at, row in zip(count(0, share), others, strict=False)]
    main, rest = _round_robin(first), _round_robin(shifted)
    half = max(most // 2, most - len(rest))
    chosen = main[:half]
    return [*chosen, *rest[: most - len(chosen)]]


def _round_robin(rows: list[list[Case]]) -> list[Case]:
    rounds = max(map(len, rows), default=0)
    return [row[number] for number in range(rounds) for row in rows if number < len(row)]


def _cases(session: Session, operation: Operation) -> Iterator[Case]:
    base = _base(session, operation)
    if operation.method == "DELETE":
        # A valid path with an unusual query would delete an existing item.
        for parameter in [one for one in operation.parameters if one.location == "path"][-1:]:
            for name, request in _in_parameter(session, operation, base, parameter):
                yield f"{PATH} {parameter.name}", name, request
        return
    for parameter in operation.parameters:
        location = f"the {parameter.location} parameter {parameter.name}"
        for name, request in _in_parameter(session, operation, base, parameter):
            yield location, name, request
    for name, text in UNKNOWN:
        yield (
            "an unknown query parameter",
            name,
            replace(base, target=_with_query(base.target, "casemock-unknown", text)),
        )
    media = body_media(operation)
    if media is not None:
        schema = request_schema(operation)
        fields = list(schema.possible_properties) if schema is not None else []
        for name, body in bodies(fields):
            yield BODY, name, base.with_body(body, media.name)


def _base(session: Session, operation: Operation) -> Request:
    """Return a valid request; for GET, one that succeeded."""
    success = session.success(operation) if operation.method == "GET" else None
    return success.request if success else session.request(operation, values=_known(session, operation))


def _known(session: Session, operation: Operation) -> dict[tuple[str, str], Any]:
    """Return the path values of an existing item."""
    reader = operation if operation.method == "GET" else session.reader_of(operation)
    success = session.success(reader) if reader is not None else None
    return dict(success.values) if success else {}


def _in_parameter(
    session: Session, operation: Operation, base: Request, parameter: Parameter
) -> Iterator[tuple[str, Request]]:
    if parameter.location in {"path", "query"}:
        texts = [(name, text) for name, text in STRINGS if text or parameter.location == "query"]
        encoded = [(name, quote(text, safe="")) for name, text in texts]
        for name, text in [*encoded, *ESCAPED]:
            yield name, _with_value(session, operation, base, parameter, text)
    elif parameter.location == "header":
        for name, text in HEADERS:
            yield name, base.with_header(parameter.name, text)


def _with_value(session: Session, operation: Operation, base: Request, parameter: Parameter, text: str) -> Request:
    """Return the request with an encoded string as the value of a path or query parameter."""
    if parameter.location == "query":
        return replace(base, target=_with_query(base.target, parameter.name, text))
    values = {**_known(session, operation), ("path", parameter.name): _MARK}
    marked = session.request(operation, values=values)
    return replace(base, target=marked.target.replace(_MARK, text, 1))


def _with_query(target: str, name: str, text: str) -> str:
    """Return a target whose query has this encoded value, and no other, for a parameter."""
    path, _, query = target.partition("?")
    encoded_name = quote(name, safe="$")
    others = [part for part in query.split("&") if part and part.partition("=")[0] not in {encoded_name, name}]
    return f"{path}?{'&'.join([*others, f'{encoded_name}={text}'])}"


def _send(session: Session, operation: Operation, request: Request, description: str) -> Finding | None:
    try:
        response: Response | None = session.send(request)
    except TransportError as error:
        if error.kind not in {"broken", "timeout"} or not _still_responds(session, operation):
            raise
        response = None
    session.asserted(ID, operation, response)
    if response is not None and response.status < 500:
        return None
    return session.finding(
        ID,
        operation,
        f"the server fails for {description}",
        requests=(request,),
        response=response,
        expected="no 5XX: 4XX if the value is rejected",
        got=f"status {response.status}" if response is not None else "no response",
    )


def _still_responds(session: Session, operation: Operation) -> bool:
    try:
        session.send(_base(session, operation))
    except TransportError:
        return False
    return True


CHECK = Check(
    id=ID,
    title="no input makes the server fail",
    why="A 5XX for unusual input is an unhandled case: often a vulnerability, and always a false alarm in monitoring.",
    good="GET /cases/a%00b → 404",
    bad="GET /cases/a%00b → 500",
    run=_run,
    sends=frozenset({Sends.INVALID, Sends.CREATE, Sends.UPDATE}),
)
