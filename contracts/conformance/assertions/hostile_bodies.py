"""Requests with unusual bodies: JSON, forms, files, XML and text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from contracts.conformance.assertions.hostile_values import (
    CONTENTS,
    FILE_NAMES,
    FORMS,
    PARTS,
    TEXTS,
    USUAL_TEXT,
    bodies,
    documents,
)
from contracts.conformance.bodies.encoding import encode_body
from contracts.conformance.bodies.files import FileContent
from contracts.conformance.bodies.multipart import join_parts, parts_of, raw_file_part
from contracts.conformance.bodies.values import is_form
from contracts.conformance.request_builder import request_media
from contracts.conformance.session import Session
from contracts.generation.media_types import MULTIPART, concrete, family
from contracts.messages import Request
from contracts.spec.model import MediaType, Operation
from contracts.spec.shapes import core, types_of

BODY = "the body"


class Case(NamedTuple):
    """A request with an unusual value.

    :ivar location: where the value is.
    :ivar name: a description of the value.
    :ivar usual: the request with a usual value of the same kind instead; ``None`` if there is none.
    """

    location: str
    name: str
    request: Request
    usual: Request | None = None


_CONSTRAINTS = frozenset({"enum", "const", "format", "pattern", "contentMediaType", "contentEncoding"})


def body_cases(session: Session, operation: Operation, base: Request, number: int = 0) -> Iterator[Case]:
    """Yield the cases for the body of an operation, if it has one that can be written.

    :param base: a valid request with a body.
    :param number: the number from which its values were generated.
    """
    media = request_media(operation)
    if media is None:
        return
    valid = session.builder.body(operation, number, media)
    for name, body, usual in _raw_bodies(media):
        control = _with_type(base, usual, media) if usual is not None else None
        yield Case(BODY, name, _with_type(base, body, media), control)
    if isinstance(valid, Mapping):
        yield from _texts(base, media, valid)
        if family(media.name) == "multipart":
            yield from _files(base, media, valid)


def _with_type(base: Request, body: bytes, media: MediaType) -> Request:
    is_multipart = family(media.name) == "multipart"
    return base.with_body(body, f"{MULTIPART}; boundary=casemock" if is_multipart else concrete(media.name))


def _raw_bodies(media: MediaType) -> Iterator[tuple[str, bytes, bytes | None]]:
    """Yield the name of each unusual body, the body, and one with usual values, if there is one."""
    kind = family(media.name)
    if kind == "json":
        yield from bodies(list(media.schema.possible_properties) if media.schema is not None else [])
    elif kind == "xml":
        root = (media.schema.resolve().name if media.schema is not None else "") or "root"
        yield from ((name, body, None) for name, body in documents(root))
    else:
        yield from ((name, body, None) for name, body in {"form": FORMS, "multipart": PARTS}.get(kind, CONTENTS))


def _texts(base: Request, media: MediaType, valid: Mapping[str, Any]) -> Iterator[Case]:
    """Yield a valid body with an unusual text in all properties that accept any text."""
    names = [name for name in _text_properties(media) if not isinstance(valid.get(name), FileContent)]
    if not names:
        return
    location = "the text fields of the form" if is_form(media) else "the text properties of the body"
    usual = base.with_body(*encode_body({**valid, **dict.fromkeys(names, USUAL_TEXT)}, media))
    for name, text in TEXTS:
        body, content_type = encode_body({**valid, **dict.fromkeys(names, text)}, media)
        yield Case(location, name, base.with_body(body, content_type), usual)


def _text_properties(media: MediaType) -> list[str]:
    known = media.schema.possible_properties if media.schema is not None else {}
    return [
        name
        for name, schema in known.items()
        if types_of(schema) == {"string"}
        and isinstance(node := core(schema).node, dict)
        and not node.keys() & _CONSTRAINTS
        and node.get("readOnly") is not True
    ]


def _files(base: Request, media: MediaType, valid: Mapping[str, Any]) -> Iterator[Case]:
    """Yield a valid form with an unusual name or content of each file; of a list, only this file is sent."""
    for name, item in valid.items():
        file = item[0] if isinstance(item, list) and item else item
        if not isinstance(file, FileContent):
            continue
        others = list(parts_of({key: other for key, other in valid.items() if key != name}, media))
        for title, parameter in FILE_NAMES:
            part = raw_file_part(name, file, b"; " + parameter)
            yield Case(f"the file name of {name}", title, base.with_body(*join_parts([part, *others])))
        usual = f'; filename="{file.name or "sample"}"'.encode()
        for title, data in CONTENTS:
            part = raw_file_part(name, replace(file, data=data), usual)
            yield Case(f"the content of the file {name}", title, base.with_body(*join_parts([part, *others])))
