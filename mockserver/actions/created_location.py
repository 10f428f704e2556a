"""The ``Location`` header of the response to a creation (RFC 9110, section 10.2.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import quote

from contracts.spec.model import Header, Operation
from contracts.spec.resources.paths import parse_path
from mockserver.http.messages import RawHeader
from mockserver.http.own_urls import base_url
from mockserver.http.request import RequestContext
from mockserver.responses import location_header

READING = frozenset({"read", "download"})
"""Roles of the operations that read an item by its id."""


class CreatedLocation:
    """Returns the header for the items that one operation creates.

    The header leads to the operation that reads an item. If there is none, the header is omitted, because nothing could
    be read at the URL; if the document requires it, it is the URL of the collection.

    :param operations: all operations of the API.
    """

    def __init__(self, operation: Operation, operations: Iterable[Operation]) -> None:
        self._operation = operation
        self._reader = _reader_of(operation, operations)
        self._is_below = self._reader is not None and _is_below(self._reader, operation)
        self._header = _documented(operation)
        parameters = self._reader.parameters if self._reader is not None else ()
        self._schemas = {one.name: one.schema for one in parameters if one.location == "path"}

    def __call__(
        self, request: RequestContext, identifier: str, path_value: Callable[[str], str]
    ) -> tuple[RawHeader, ...]:
        """Return the header, or nothing.

        :param path_value: returns the value of a path parameter of the request.
        """
        path = self._path(request, identifier, path_value)
        if not path and (self._header is None or not self._header.required):
            return ()
        root = request.scope.get("root_path") or ""
        name, value = location_header(root, path or request.path)
        schema = self._header.schema if self._header is not None else None
        if schema is not None and not schema.is_valid(value.decode("latin-1")):  # a URI, which is absolute
            absolute = base_url(request.scope, "") + (path or request.path).encode("latin-1")
            value = absolute if schema.is_valid(absolute.decode("latin-1")) else value
        return ((name, value),)

    def _path(self, request: RequestContext, identifier: str, path_value: Callable[[str], str]) -> str:
        """Return the raw path of the created item; ``""`` if no operation reads it."""
        reader = self._reader
        if reader is None or reader.resource is None:
            return ""
        end = "/" if reader.path.endswith("/") else ""
        if self._is_below:
            return f"{request.path.rstrip('/')}/{quote(identifier, safe='')}{end}"
        template = reader.native_path
        names = parse_path(template).parameters
        values = [identifier if name == reader.resource.id_parameter else path_value(name) for name in names]
        if not all(map(self._is_valid, names, values)):
            return ""
        for name, value in zip(names, values, strict=True):
            template = template.replace(f"{{{name}}}", quote(value, safe=""), 1)
        return request.base + template if all(values) and "{" not in template else ""

    def _is_valid(self, name: str, value: str) -> bool:
        """Whether the operation that reads the item accepts a string as the value of a path parameter."""
        schema = self._schemas.get(name)
        values = (value, int(value)) if value.isascii() and value.isdecimal() and len(value) < 19 else (value,)
        return schema is None or any(map(schema.request_validator.is_valid, values))


def _is_below(reader: Operation, creator: Operation) -> bool:
    """Whether the path of an item is that of the collection and the id, without suffixes such as ``.json``.

    If the operation that creates it has servers of its own, they must be those of the operation that reads it.
    """
    if not set(creator.base_paths) <= set(reader.base_paths):
        return False
    item, collection = parse_path(reader.path), parse_path(creator.path)
    has_suffix = any(one.path.rstrip("/") != path.template for one, path in ((reader, item), (creator, collection)))
    return not has_suffix and item.parent().key == collection.key


def _reader_of(operation: Operation, operations: Iterable[Operation]) -> Operation | None:
    """Return the operation that reads the items of the collection by their id, or ``None``."""
    own = operation.resource
    for other in operations:
        resource = other.resource
        if own is None or resource is None or other.method != "GET" or resource.role not in READING:
            continue
        if resource.id_parameter and resource.collection == (own.home or own.collection):
            return other
    return None


def _documented(operation: Operation) -> Header | None:
    """Return the documented header of the response to a creation, or ``None``."""
    created = operation.response(201) or operation.success
    headers = created.headers if created is not None else ()
    return next((one for one in headers if one.name.lower() == "location"), None)
