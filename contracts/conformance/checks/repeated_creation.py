"""A repeated request creates an item once, where the document says so.

It does in two ways: with a header for an idempotency key, the same key and body create one item; and if 409 is
documented, and its description or that of the operation says that an item exists already or that a property is unique,
the same body must not be accepted twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.conformance.assertions.item_fields import keywords, sent_item_schema
from contracts.conformance.assertions.items import display
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.checks.item_identity import same_id
from contracts.conformance.items.creation import CreatedItem, created_values
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.messages import Request
from contracts.spec.model import Operation
from contracts.spec.names import plain
from contracts.spec.schemas import Schema
from contracts.spec.shapes import required_names

ID = "repeated-creation"
KEYS = frozenset({"idempotencykey", "xidempotencykey", "idempotenceid", "idempotencytoken"})
"""Plain names of headers with an idempotency key."""

EXISTS = re.compile(r"\b(exists?|duplicates?|unique|taken|in use|already (used|known|registered))\b", re.IGNORECASE)
"""Words in a description which say that the item exists."""

IDS = frozenset({"id", "ids", "uuid"})
"""Words for ids, which the test does not choose."""

ABSENT = re.compile(r"\b((does|do|did|is|are|need) not|(does|do|did|is|are|need)n't) (be |an? )?\w+", re.IGNORECASE)
"""A negation: another item does not exist, or a name need not be unique."""

CONFLICTS = frozenset({"409", "conflict"})
"""Words of a sentence about the response 409."""

MAX_TEXT = 5000
"""Number of characters of a description that are read."""

_SENTENCE_END = re.compile(r"[.;!\n]\s")
_WORD = re.compile(r"\w+")

UNIQUE = re.compile(r"\bunique\b", re.IGNORECASE)
NOT_UNIQUE = re.compile(r"\b(not|n't|never|non)\b", re.IGNORECASE)


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        resource = operation.resource
        reader = session.role(resource.home or resource.collection, "read") if resource else None
        if reader is None or resource is None or resource.role != "create":
            continue
        name = _key_header(operation)
        if name:
            yield from _check_key(session, operation, reader, name)
        elif _says_exists(operation):
            yield from _check_duplicate(session, operation, reader)


def _key_header(operation: Operation) -> str:
    headers = (one.name for one in operation.parameters if one.location == "header")
    return next((name for name in headers if plain(name) in KEYS), "")


def _says_exists(operation: Operation) -> bool:
    """Whether 409 is documented for an item that exists.

    Its description may say so, a sentence of the operation's description about 409 or conflicts, or one that calls a
    property of the body unique: others may be about ids, which are unique anyway, or about items that must exist.
    """
    documented = operation.response(409)
    if documented is None or documented.status != "409":
        return False
    schema = sent_item_schema(operation)
    names = {plain(name) for name in schema.possible_properties} if schema is not None else set()
    sentences = _SENTENCE_END.split(f"{operation.summary}. {operation.description}"[:MAX_TEXT])
    conflicts = (one for one in sentences if not CONFLICTS.isdisjoint(_names(one)))
    unique = (one for one in sentences if UNIQUE.search(one) and not names.isdisjoint(_names(one)))
    described = _names(documented.description)
    is_about_id = not IDS.isdisjoint(described) and (names - IDS).isdisjoint(described)
    sources = (*conflicts, *unique) if is_about_id else (documented.description, *conflicts, *unique)
    texts = (ABSENT.sub("", one) for one in sources)
    return any(map(EXISTS.search, texts)) or (schema is not None and _has_unique_property(schema))


def _names(sentence: str) -> set[str]:
    """Return the plain names of the words of a sentence."""
    return {plain(word) for word in _WORD.findall(sentence)}


def _has_unique_property(schema: Schema) -> bool:
    """Whether a schema requires a property whose description says that it is unique."""
    required = required_names(schema)
    known = schema.possible_properties
    texts = (str(keywords(below).get("description", "")) for name, below in known.items() if name in required)
    return any(UNIQUE.search(text) and not NOT_UNIQUE.search(text) for text in texts)


def _check_key(session: Session, operation: Operation, reader: Operation, name: str) -> Iterator[Finding]:
    created = session.items.create(reader)
    if created is None or not _has_id(reader, created):
        return
    request = created.request.with_header(name, f"casemock-{session.plan.seed}-{session.requests}")
    first, second = session.send(request), session.send(request)
    session.asserted(ID, operation, second)
    one, two = (
        created_values(session, operation, reader, (request, response), created.values) for response in (first, second)
    )
    if not first.is_success or not second.is_success or one is None or two is None or reader.resource is None:
        return
    key = ("path", reader.resource.id_parameter)
    if not same_id(one[key], two[key]):
        yield session.finding(
            f"{ID}/key",
            operation,
            f"two requests with the same {name} and body create two items",
            requests=(request, request),
            response=second,
            expected=f"the item {display(one[key])}",
            got=f"the item {display(two[key])}",
        )


def _check_duplicate(session: Session, operation: Operation, reader: Operation) -> Iterator[Finding]:
    created = session.items.create(reader)
    if created is None:
        return
    request: Request = created.request
    response = session.send(request)
    session.asserted(ID, operation, response)
    if response.status in {200, 201}:
        yield session.finding(
            f"{ID}/duplicate",
            operation,
            "the same body is accepted twice, although 409 is documented for an item that exists",
            requests=(request, request),
            response=response,
            expected="409",
            got=f"status {response.status}",
        )


def _has_id(reader: Operation, created: CreatedItem) -> bool:
    return reader.resource is not None and ("path", reader.resource.id_parameter) in created.values


CHECK = Check(
    id=ID,
    title="a repeated request creates an item once, where the document says so",
    why="Clients repeat requests after a timeout; without protection, users pay twice.",
    good='POST /payments, Idempotency-Key: k → 201 {"id": "7"}; the same again → 201 {"id": "7"}',
    bad='POST /payments, Idempotency-Key: k → 201 {"id": "7"}; the same again → 201 {"id": "8"}',
    run=_run,
    sends=frozenset({Sends.CREATE, Sends.INVALID}),
)
