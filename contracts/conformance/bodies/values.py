"""Values of bodies that a media type can express: files in forms, fields without null, lists with an item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from contracts.conformance.bodies.files import FileContent, file_type, sample_file
from contracts.generation.media_types import concrete, family
from contracts.spec.model import MediaType
from contracts.spec.schemas import Schema
from contracts.spec.shapes import array_items, core, types_of

_JSON_TEXT = ("application/json", "text/json")


def file_schema(schema: Schema) -> dict[str, Any] | None:
    """Return the keywords of a schema that describes a file in a form; ``None`` if it does not.

    A file is a string with ``format: binary`` or ``contentMediaType``. A string in base64 or in JSON is a text field.
    """
    node = core(schema).node
    if not isinstance(node, dict) or types_of(schema) - {"string", "null"} or "contentEncoding" in node:
        return None
    kind = node.get("contentMediaType")
    is_file = node.get("format") == "binary" or (isinstance(kind, str) and kind not in _JSON_TEXT)
    return node if is_file else None


def is_form(media: MediaType) -> bool:
    """Whether a media type is a form, urlencoded or multipart."""
    return family(media.name) in {"form", "multipart"}


def as_json(value: Any) -> Any:
    """Return the value of a body with strings for files, one character per byte, as schemas describe them."""
    if isinstance(value, FileContent):
        return value.data.decode("latin-1")
    if isinstance(value, Mapping):
        return {name: as_json(item) for name, item in value.items()}
    return [as_json(item) for item in value] if isinstance(value, list) else value


def usable_examples(media: MediaType) -> list[Any]:
    """Return the documented examples of a body; those of a form are objects, or a whole urlencoded body."""
    kinds = {"form": (Mapping, str), "multipart": (Mapping,)}.get(family(media.name), (object,))
    return [one.value for one in media.examples if isinstance(one.value, kinds)]


def sendable(value: Any, media: MediaType, number: int) -> Any:
    """Return a generated value with samples for the files in it, and for content that no schema describes.

    :param number: different numbers give different files.
    """
    kind = family(media.name)
    if kind in {"form", "multipart"} and isinstance(value, Mapping):
        known = media.schema.possible_properties if media.schema is not None else {}
        return {name: _with_files(name, item, known.get(name), media, number) for name, item in value.items()}
    if kind == "binary":
        sample = sample_file(concrete(media.name), number)
        return sample if _fits(media.schema, sample) or not isinstance(value, str) else value
    if kind in {"xml", "csv", "yaml"} and isinstance(value, str | None) and _is_free(media.schema):
        return FileContent(sample_file("application/xml" if kind == "xml" else "text/csv", number).data)
    return value


def _is_free(schema: Schema | None) -> bool:
    """Whether a schema has nothing to say about the content of a string."""
    node = core(schema).node if schema is not None else {}
    return isinstance(node, dict) and not node.keys() & {"enum", "const", "pattern", "maxLength", "minLength"}


def _with_files(name: str, value: Any, schema: Schema | None, media: MediaType, number: int) -> Any:
    if schema is None:
        return value
    if isinstance(value, list) and (items := array_items(schema)) is not None:
        return [_with_files(name, item, items, media, number + index) for index, item in enumerate(value)]
    node = file_schema(schema)
    if node is None or not isinstance(value, str):
        return value
    kind = file_type(name, media.encoding.get(name, {}), str(node.get("contentMediaType", "")))
    sample = sample_file(kind, number)
    if _fits(schema, sample):
        return sample
    return FileContent(value.encode("utf-8", "replace"), sample.name, kind)


def _fits(schema: Schema | None, file: FileContent) -> bool:
    return schema is None or schema.request_validator.is_valid(file.data.decode("latin-1"))


def form_object(value: Any, media: MediaType, generate: Callable[[Schema, str], Any]) -> Any:
    """Return an object as a form can express it: nulls and empty lists are left out, required lists get an item.

    :param generate: returns a value of a schema for the name of a property.
    """
    if not isinstance(value, Mapping) or media.schema is None:
        return value
    kept = {name: item for name, item in value.items() if item is not None and item != []}
    for name, item in value.items():
        items = array_items(media.schema.possible_properties[name]) if item == [] and _is_known(media, name) else None
        if items is not None and not media.schema.request_validator.is_valid(kept):
            kept[name] = [generate(items, name)]
    return kept


def _is_known(media: MediaType, name: str) -> bool:
    return media.schema is not None and name in media.schema.possible_properties


def is_complete(value: Any, media: MediaType) -> bool:
    """Whether a value that :func:`form_object` returned is valid, and not an empty form, which many servers refuse."""
    if not isinstance(value, Mapping) or media.schema is None:
        return True
    return bool(value) and media.schema.request_validator.is_valid(value)
