"""Forms that are invalid by a schema, whichever way a server converts their fields.

An empty field, ``null``, an unknown field and a repeated field are not among them: forms have no types, and servers
differ in how they read these. A missing boolean is not either, as browsers send nothing for a checkbox that is not set.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.conformance.assertions.invalid_values import WRONG_TYPE, InvalidBody, invalid_strings
from contracts.conformance.bodies.files import FileContent
from contracts.conformance.bodies.values import as_json, file_schema
from contracts.generation.media_types import family
from contracts.spec.model import MediaType
from contracts.spec.schemas import Schema
from contracts.spec.shapes import array_items, core, types_of

MISSING_FIELD = "a required field missing"


def invalid_forms(media: MediaType, valid: Mapping[str, Any]) -> Iterator[InvalidBody]:
    """Yield forms that differ from a valid one in one field, fields in the valid form first."""
    if media.schema is None:
        return
    properties = media.schema.possible_properties
    for name in sorted(properties, key=lambda name: name not in valid):
        for sort, text in _invalid_texts(properties[name]):
            body = {**valid, name: text}
            if not _may_be_valid(media.schema, body):
                yield InvalidBody(sort, name, body)
    for name in valid:
        body = {other: item for other, item in valid.items() if other != name}
        is_checkbox = name in properties and types_of(properties[name]) <= {"boolean"}
        if not is_checkbox and not _may_be_valid(media.schema, body):
            yield InvalidBody(MISSING_FIELD, name, body)


def _invalid_texts(schema: Schema) -> Iterator[tuple[str, str]]:
    """Yield a sort of error and a text that is invalid as a string, as a list with this string, and as a number."""
    element = core(array_items(schema) or schema)
    if file_schema(element) is not None or "object" in types_of(element):
        return
    for title, text in invalid_strings(element):
        sort = WRONG_TYPE if title.startswith("a word") else title
        if not any(schema.request_validator.is_valid(one) for one in _readings(text)):
            yield sort, text


def _readings(text: str) -> Iterator[Any]:
    """Yield the values that a server may read from a field."""
    yield from (text, [text])
    try:
        number = float(text)
    except ValueError:
        return
    yield from (number, [number])


def _may_be_valid(schema: Schema, body: Mapping[str, Any]) -> bool:
    """Whether a form is valid by its schema, with files as strings."""
    return schema.request_validator.is_valid(as_json(body))


def malformed_parts(media: MediaType, valid: Mapping[str, Any]) -> Iterator[InvalidBody]:
    """Yield multipart forms with malformed JSON in a part whose documented content type is JSON."""
    for name in valid:
        documented = str(media.encoding.get(name, {}).get("contentType", ""))
        if documented and "," not in documented and family(documented) == "json":
            part = FileContent(b'{"casemock": ', "", documented)
            yield InvalidBody("malformed JSON in a part", name, {**valid, name: part})


def mistyped_files(media: MediaType, valid: Mapping[str, Any], media_type: str) -> Iterator[InvalidBody]:
    """Yield multipart forms with a file of another content type than the documented ones."""
    for name, item in valid.items():
        documented = str(media.encoding.get(name, {}).get("contentType", ""))
        if isinstance(item, FileContent) and documented and "*" not in documented:
            part = FileContent(b"casemock", item.name, media_type)
            yield InvalidBody("a file of an undocumented content type", name, {**valid, name: part})
