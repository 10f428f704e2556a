"""Values in a request that are not the properties of one item: files, their properties, and ids of several items.

Also properties that the item has in a nested object, and the body has not.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from typing import Any

from contracts.spec.model import Resource
from contracts.spec.names import plain
from contracts.spec.resources.names import NESTED_IDS
from contracts.spec.schemas import Schema
from contracts.spec.shapes import array_items
from mockserver.http.request import ABSENT, RequestContext
from mockserver.state.content import Content
from mockserver.state.item_schema import Item

_IDS = frozenset({"id", "ids", "idlist", "itemids", "keys", "uuids", "objectids", "items", "selected"})
"""Plain names of parameters and properties with the ids of several items."""

_NAMES = frozenset({"filename", "originalname", "originalfilename", "name"})
_SIZES = frozenset({"size", "filesize", "length", "contentlength", "bytes", "sizebytes", "sizeinbytes", "bytesize"})
_TYPES = frozenset({"contenttype", "mimetype", "mediatype", "mime", "filetype"})


def uploaded_content(request: RequestContext) -> Content | None:
    """Return the file in a request: the first one of a form, or the body if it is neither JSON nor a form."""
    if request.files:
        file = request.files[0]
        guessed = mimetypes.guess_type(file.name)[0] if file.name else None
        return Content(file.data, guessed or "application/octet-stream", file.name)
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not request.body or sent.endswith(("json", "form-data", "urlencoded")) or not sent:
        return None
    return Content(request.body, request.headers.get("content-type", ""))


def uploaded_fields(request: RequestContext, resource: Resource | None) -> Item:
    """Return the properties of an item that describe the uploaded file: name, size and content type."""
    content = uploaded_content(request)
    if content is None or resource is None:
        return {}
    values: dict[str, Any] = {}
    for name, schema in resource.item.possible_properties.items():
        word = plain(name)
        value = (
            content.name if word in _NAMES else len(content.data) if word in _SIZES
            else content.media_type if word in _TYPES else None
        )  # fmt: skip
        if value not in (None, "") and schema.is_valid(value):
            values[name] = value
    return values


def named_ids(request: RequestContext) -> list[str] | None:
    """Return the ids of several items in the query or the body; ``None`` if the request names none."""
    for (location, name), value in request.parameters.items():
        if location == "query" and plain(name) in _IDS:
            return _texts(value if isinstance(value, list) else str(value).split(","))
    payload = request.payload
    if isinstance(payload, list):
        return _texts(payload)
    for name, value in payload.items() if isinstance(payload, dict) else ():
        if plain(name) in _IDS and isinstance(value, list):
            return _texts(value)
    return None


def selects_all(request: RequestContext) -> bool:
    """Whether a request that names no ids selects all items: it has neither a query nor a body."""
    return request.payload is ABSENT and all(location != "query" for location, _ in request.parameters)


def selected_ids(request: RequestContext, items: Mapping[str, Item]) -> list[str]:
    """Return the ids of the items whose properties have the values in the query.

    A parameter that is not a property, and a body, may select items in other ways: then no item is selected.
    """
    query = {name: value for (location, name), value in request.parameters.items() if location == "query"}
    if request.payload is not ABSENT or not all(any(name in item for item in items.values()) for name in query):
        return []
    return [one for one, item in items.items() if all(item.get(name) == value for name, value in query.items())]


def _texts(values: list[Any]) -> list[str]:
    """Return ids as strings; an object stands for the id it contains."""
    found = (value.get("id") if isinstance(value, dict) else value for value in values)
    return [str(value) for value in found if isinstance(value, str | int) and not isinstance(value, bool)]


_NESTED = frozenset({*NESTED_IDS, "spec", "details", "data", "config", "configuration", "settings", "fields"})
"""Objects for which one property of the body is enough."""


def nested_fields(request: Schema | None, item: Schema) -> tuple[str, frozenset[str]]:
    """Return the object in an item that contains properties of a flat body, and the names of these properties.

    For the body ``{name, slug}`` and the item ``{id, properties: {name, slug}}`` it is ``properties`` with both.
    There is none (``""``) if the item has all properties of the body itself, or if two objects could contain them.

    :param request: the schema of the item in the body.
    """
    sent = set(request.possible_properties) if request is not None else set()
    known = item.possible_properties
    missing = sent - set(known)
    found = {
        name: shared
        for name, schema in known.items()
        if name not in sent and array_items(schema) is None
        if (shared := sent & set(schema.possible_properties)) and _contains(name, shared & missing, missing)
    }
    if len(found) != 1:
        return "", frozenset()
    ((name, shared),) = found.items()
    return name, frozenset(shared)


def _contains(name: str, shared: set[str], missing: set[str]) -> bool:
    """Whether an object contains what is missing in the item around it: most of it, and not by coincidence."""
    enough = len(shared) >= 2 or (bool(shared) and name.lower() in _NESTED)
    return enough and 2 * len(shared) > len(missing)
