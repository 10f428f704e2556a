"""Requests whose body must be rejected: missing, malformed, invalid, or of another content type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.conformance.assertions.invalid_forms import MISSING_FIELD, invalid_forms, malformed_parts, mistyped_files
from contracts.conformance.assertions.invalid_values import WRONG_TYPE, InvalidBody, invalid_bodies, wrong_type_value
from contracts.conformance.assertions.probes import BaseRequest
from contracts.conformance.bodies.values import is_form
from contracts.conformance.request_builder import OMITTED, request_media
from contracts.conformance.session import Session
from contracts.failures import FailureKind
from contracts.generation.media_types import MULTIPART, concrete, family
from contracts.messages import Request
from contracts.spec.model import MediaType, Operation

UNKNOWN_TYPE = "application/x-casemock-unknown"
"""A media type that no server supports."""

_MALFORMED = {
    "json": ("malformed JSON", b'{"casemock": '),
    "lines": ("malformed JSON", b'{"casemock": \n'),
    "json-seq": ("malformed JSON", b'\x1e{"casemock": \n'),
    "xml": ("malformed XML", b"<casemock"),
    "yaml": ("malformed YAML", b'{"casemock": ['),
}
_MAY_BE_EMPTY = frozenset({"text", "csv", "lines", "json-seq", "binary", ""})
"""Families of media types of which an empty body is valid."""


@dataclass(frozen=True)
class FailureCase:
    """A request with one error.

    :param title: the error, a phrase that follows "with".
    :param must_fail: whether a successful response is a violation if the document covers the failure.
    :param unreadable: whether the body is valid for none of the documented media types, so that the server must notice
        it even if it ignores ``Content-Type``.
    """

    kind: FailureKind
    title: str
    request: Request
    must_fail: bool
    unreadable: bool = False


def body_failures(session: Session, base: BaseRequest, each: int) -> Iterator[FailureCase]:
    """Yield the cases for the body of an operation, if it has one that can be written.

    :param each: the number of cases of each sort.
    """
    media = request_media(base.operation)
    if media is None:
        return
    yield from _malformed(base, media)
    yield from _other_types(base)
    yield from _missing(base, media)
    if is_form(media):
        yield from _invalid_forms(session, base, media, each)
    elif media.is_json:
        yield from _invalid_json(session, base, media, each)


def _malformed(base: BaseRequest, media: MediaType) -> Iterator[FailureCase]:
    name, kind = concrete(media.name), family(media.name)
    if kind in _MALFORMED:
        title, body = _MALFORMED[kind]
        yield FailureCase(FailureKind.MALFORMED_BODY, title, base.request.with_body(body, name), True)
    elif kind == "multipart" and not _accepts_nothing(media):
        # A lenient server may find the boundary in the body. From a truncated body nothing can be read.
        request = base.request.with_header("content-type", MULTIPART)
        yield FailureCase(FailureKind.MALFORMED_BODY, "multipart without a boundary", request, False)
        head = base.request.body.partition(b"form-data")[0]
        request = base.request.with_body(head, base.request.header("content-type") or name)
        yield FailureCase(FailureKind.MALFORMED_BODY, "a truncated multipart body", request, True)


def _accepts_nothing(media: MediaType) -> bool:
    """Whether a form without any field is valid."""
    return media.schema is None or media.schema.request_validator.is_valid({})


def _other_types(base: BaseRequest) -> Iterator[FailureCase]:
    kind = FailureKind.UNSUPPORTED_MEDIA_TYPE
    request = base.request.with_header("content-type", UNKNOWN_TYPE)
    yield FailureCase(kind, f"Content-Type: {UNKNOWN_TYPE}", request, True)
    if _cannot_be_xml(base.operation):
        request = base.request.with_body(b"<casemock/>", "application/xml")
        yield FailureCase(kind, "an XML body with Content-Type: application/xml", request, True, unreadable=True)


def _cannot_be_xml(operation: Operation) -> bool:
    """Whether an XML document is valid for none of the documented media types, and a body is required."""
    body = operation.request_body
    return body is not None and body.required and all(map(_rejects_xml, body.content))


def _rejects_xml(media: MediaType) -> bool:
    if "*" in media.name:
        return False
    return family(media.name) == "json" or (is_form(media) and not _accepts_nothing(media))


def _missing(base: BaseRequest, media: MediaType) -> Iterator[FailureCase]:
    body, kind = base.operation.request_body, family(media.name)
    if body is None or not body.required:
        return
    must_fail = not _accepts_nothing(media) if is_form(media) else kind not in _MAY_BE_EMPTY
    if kind == "yaml":  # an empty document is null
        must_fail = media.schema is not None and not media.schema.request_validator.is_valid(None)
    name = base.request.header("content-type") or media.name
    yield FailureCase(FailureKind.MISSING_BODY, "no body", base.request.with_body(b"", name), must_fail)


def _invalid_json(session: Session, base: BaseRequest, media: MediaType, each: int) -> Iterator[FailureCase]:
    if media.schema is None:
        return
    wrong = wrong_type_value(media.schema)
    if wrong is not OMITTED:
        yield _invalid(session, base, "a body of the wrong type", wrong)
    valid = base.value(session, media)
    if isinstance(valid, dict):
        for found in _sample(invalid_bodies(media.schema, valid), each):
            yield _invalid(session, base, f"{found.sort} ({found.key})", found.body)


def _invalid_forms(session: Session, base: BaseRequest, media: MediaType, each: int) -> Iterator[FailureCase]:
    valid = base.value(session, media)
    if not isinstance(valid, dict):
        return
    for found in _sample(invalid_forms(media, valid), each):
        yield _invalid(session, base, f"{found.sort} ({found.key})", found.body)
    if family(media.name) != "multipart":
        return
    for found in _sample(malformed_parts(media, valid), 1):
        yield _invalid(session, base, f"{found.sort} ({found.key})", found.body, FailureKind.MALFORMED_BODY)
    for found in _sample(mistyped_files(media, valid, UNKNOWN_TYPE), 1):
        yield _invalid(session, base, f"{found.sort} ({found.key})", found.body, FailureKind.UNSUPPORTED_MEDIA_TYPE)


def _sample(bodies: Iterator[InvalidBody], each: int) -> Iterator[InvalidBody]:
    """Yield one of each sort and a few of the most common ones, at most ten, or four if ``each`` is 1."""
    counts: Counter[str] = Counter()
    for found in bodies:
        is_wanted = counts[found.sort] < (each if found.sort in {WRONG_TYPE, MISSING_FIELD} else 1)
        if is_wanted and counts.total() < (4 if each == 1 else 10):
            counts[found.sort] += 1
            yield found


def _invalid(
    session: Session, base: BaseRequest, title: str, body: Any, kind: FailureKind = FailureKind.INVALID_BODY
) -> FailureCase:
    return FailureCase(kind, title, session.request(base.operation, base.number, values=base.values, body=body), True)
