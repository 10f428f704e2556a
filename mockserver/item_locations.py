"""The ``Location`` header of a created item (RFC 9110, section 10.2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from contracts.spec.model import Header, Operation
from contracts.spec.resources.shapes import core
from mockserver.http.own_urls import base_url
from mockserver.http.request import RequestContext
from mockserver.state.item_urls import filled

LOCATION = b"location"


class ItemLocation:
    """Returns the location of the items that an operation creates.

    :param template: path template of an item, without the prefix of the API; ``""`` if items have no path.
    :param names: the path parameters of the operation for the parameters of the collection.
    """

    def __init__(self, operation: Operation, template: str, names: Sequence[str]) -> None:
        self._template = template
        self._names = names
        self._segments = operation.native_path.count("/")
        documented = _documented(operation)
        self._is_absolute = documented is not None and _is_uri(documented)
        self._is_required = documented is not None and documented.required

    def __call__(self, request: RequestContext, identifier: str) -> bytes | None:
        """Return the location; the path of the collection if items have none but the header is required, else ``None``.

        It is a path, or a URI if the header is documented with ``format: uri``.
        """
        path = self._item_path(request, identifier)
        if not path and not self._is_required:
            return None
        path = path or request.path
        base = base_url(request.scope, request.path, "") if self._is_absolute else b""
        root = quote((request.scope.get("root_path") or "").rstrip("/")).encode("ascii")
        return (base or root) + path.encode("latin-1")

    def _item_path(self, request: RequestContext, identifier: str) -> str:
        values = [request.path_values.get(name, "") for name in self._names]
        path = filled(self._template, [*values, quote(identifier, safe="")]) if self._template else ""
        return self._prefix(request.path) + path if path else ""

    def _prefix(self, path: str) -> str:
        """Return the prefix that the client used before the path of the operation."""
        segments = path.split("/")
        return "/".join(segments[: len(segments) - self._segments])


def _documented(operation: Operation) -> Header | None:
    """Return the documented header of the response to a creation."""
    response = operation.response(201) if operation.documents(201) else operation.success
    headers = response.headers if response is not None else ()
    return next((header for header in headers if header.name.lower().encode() == LOCATION), None)


def _is_uri(header: Header) -> bool:
    node = core(header.schema).node if header.schema is not None else None
    return isinstance(node, dict) and node.get("format") in {"uri", "url", "iri"}
