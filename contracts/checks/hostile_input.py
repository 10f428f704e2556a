"""Values that servers stumble over, as texts for parameters and as bodies, each with what it is called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import quote

from contracts.checks.check import Check
from contracts.data.encoding import encode_json
from contracts.errors import TransportError
from contracts.findings import Finding
from contracts.judging.fields import asked
from contracts.judging.items import clean_up, json_object, subjects
from contracts.messages import Request, Response
from contracts.probe.requests import body_media
from contracts.probe.session import Session
from contracts.spec.model import Operation, Parameter

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


ID = "hostile-input"
MOST = 64
FAST_MOST = 32
"""Requests for each operation."""

PATH = "the path parameter"
BODY = "the body"
_MARK = "casemock-place"
"""Stands in a request where a hostile value goes in as it is."""


def _run(session: Session) -> Iterator[Finding]:
    written = {subject.writer.id: subject for subject in subjects(session, ID)}
    for operation in session.operations:
        subject = written.get(operation.id)
        before = json_object(subject.read()[1]) if subject else None
        yield from _operation(session, operation)
        if subject is not None and before is not None:
            subject.restore(before, subject.read()[1])


def _operation(session: Session, operation: Operation) -> Iterator[Finding]:
    """One finding for each place at most."""
    told = set[str]()
    for place, name, request in _spread(list(_cases(session, operation)), FAST_MOST if session.plan.fast else MOST):
        finding = None if place in told else _judged(session, operation, request, f"{name} in {place}")
        if finding is not None:
            told.add(place)
            yield finding


Case = tuple[str, str, Request]
"""Place, what the value is called, and the request."""


def _spread(cases: list[Case], most: int) -> list[Case]:
    """So many of the cases: half of them for the path and the body, which every server reads, in turn.

    The other half is for the other places, each of which begins with other values, so that each value is sent to one
    at least.
    """
    by_place: dict[str, list[Case]] = {}
    for case in cases:
        by_place.setdefault(case[0], []).append(case)
    first = [row for place, row in by_place.items() if place == BODY or place.startswith(PATH)]
    others = [row for row in by_place.values() if row not in first]
    share = -(-most // 2 // max(len(others), 1))
    shifted = [row[at % len(row) :] + row[: at % len(row)] for at, row in zip(count(0, share), others, strict=False)]
    main, rest = _in_turn(first), _in_turn(shifted)
    half = max(most // 2, most - len(rest))
    chosen = main[:half]
    return [*chosen, *rest[: most - len(chosen)]]


def _in_turn(rows: list[list[Case]]) -> list[Case]:
    rounds = max(map(len, rows), default=0)
    return [row[number] for number in range(rounds) for row in rows if number < len(row)]


def _cases(session: Session, operation: Operation) -> Iterator[Case]:
    base = _base(session, operation)
    if operation.method == "DELETE":
        # Whatever else is strange about it, it would delete what exists.
        for parameter in [one for one in operation.parameters if one.location == "path"][-1:]:
            for name, request in _in_parameter(session, operation, base, parameter):
                yield f"{PATH} {parameter.name}", name, request
        return
    for parameter in operation.parameters:
        place = f"the {parameter.location} parameter {parameter.name}"
        for name, request in _in_parameter(session, operation, base, parameter):
            yield place, name, request
    for name, text in UNKNOWN:
        yield (
            "an unknown query parameter",
            name,
            replace(base, target=_with_query(base.target, "casemock-unknown", text)),
        )
    media = body_media(operation)
    if media is not None:
        schema = asked(operation)
        fields = list(schema.possible_properties) if schema is not None else []
        for name, body in bodies(fields):
            yield BODY, name, base.with_body(body, media.name)


def _base(session: Session, operation: Operation) -> Request:
    """A valid request, one that succeeded where that is known and changes nothing."""
    success = session.success(operation) if operation.method == "GET" else None
    return success.request if success else session.request(operation, values=_known(session, operation))


def _known(session: Session, operation: Operation) -> dict[tuple[str, str], Any]:
    """Path values with which the item that an operation is about was read."""
    reader = operation if operation.method == "GET" else session.reader_of(operation)
    success = session.success(reader) if reader is not None else None
    return dict(success.values) if success else {}


def _in_parameter(
    session: Session, operation: Operation, base: Request, parameter: Parameter
) -> Iterator[tuple[str, Request]]:
    if parameter.location in {"path", "query"}:
        texts = [(name, text) for name, text in TEXTS if text or parameter.location == "query"]
        encoded = [(name, quote(text, safe="")) for name, text in texts]
        for name, text in [*encoded, *ESCAPED]:
            yield name, _placed(session, operation, base, parameter, text)
    elif parameter.location == "header":
        for name, text in HEADERS:
            yield name, base.with_header(parameter.name, text)


def _placed(session: Session, operation: Operation, base: Request, parameter: Parameter, text: str) -> Request:
    """The request with an encoded text as the value of a parameter of the path or the query."""
    if parameter.location == "query":
        return replace(base, target=_with_query(base.target, parameter.name, text))
    values = {**_known(session, operation), ("path", parameter.name): _MARK}
    marked = session.request(operation, values=values)
    return replace(base, target=marked.target.replace(_MARK, text, 1))


def _with_query(target: str, name: str, text: str) -> str:
    """A target with this one, encoded, value for a parameter of its query."""
    path, _, query = target.partition("?")
    own = quote(name, safe="$")
    others = [part for part in query.split("&") if part and part.partition("=")[0] not in {own, name}]
    return f"{path}?{'&'.join([*others, f'{own}={text}'])}"


def _judged(session: Session, operation: Operation, request: Request, what: str) -> Finding | None:
    try:
        response: Response | None = session.send(request)
    except TransportError as error:
        if error.kind not in {"broken", "timeout"} or not _is_alive(session, operation):
            raise
        response = None
    session.looked(ID, operation, response)
    if response is not None and response.status < 500:
        clean_up(session, operation, response)
        return None
    return session.finding(
        ID,
        operation,
        f"the server fails on {what}",
        requests=(request,),
        response=response,
        expected="no 5XX: a 4XX where the value is not taken",
        got=f"status {response.status}" if response is not None else "no answer",
    )


def _is_alive(session: Session, operation: Operation) -> bool:
    try:
        session.send(_base(session, operation))
    except TransportError:
        return False
    return True


CHECK = Check(
    id=ID,
    title="no input makes the server fail",
    why="A 5XX on a strange name is an unhandled case, often a way in, and an alarm that wakes somebody for nothing.",
    good="GET /cases/a%00b → 404",
    bad="GET /cases/a%00b → 500",
    run=_run,
    writes=True,
)
