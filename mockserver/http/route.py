"""The route of a request: what its method and path select, and its path in the ASGI scope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import quote, unquote

Target = TypeVar("Target")

ROUTE = "casemock_route"
"""Key of the :class:`Route` in the ASGI scope; the crash handler and the journal read it there."""


class Route(NamedTuple, Generic[Target]):
    """The result of routing a request, which happens once.

    :param raw_path: the received path, percent-encoded, without the query.
    :param served_path: the path on the shared port that was routed, see :class:`mockserver.mounting.Hosts`.
    :param target: the target of the method and path; ``None`` if there is none.
    :param path_values: percent-encoded values by their names in the path template.
    :param methods: all methods of the path in alphabetical order; empty for an unknown path.
    :param base: the beginning of the received path before the path of the document, e.g. ``/v2``.
    """

    raw_path: str
    served_path: str
    target: Target | None = None
    path_values: Mapping[str, str] = {}
    methods: tuple[str, ...] = ()
    base: str = ""


def raw_path(scope: Mapping[str, Any]) -> str:
    """Return the percent-encoded path of an ASGI scope, without the mount point of an outer application."""
    raw = scope.get("raw_path")
    if isinstance(raw, bytes):
        path = raw.partition(b"?")[0].decode("latin-1")
    else:
        path = quote(str(scope["path"]), safe="/:@!$&'()*+,;=~-._")
    root = str(scope.get("root_path") or "").rstrip("/")
    if not root:
        return path
    # Compare whole decoded segments: root_path is decoded, and /mock is not the mount point of /mocked.
    mount = "/".join(path.split("/")[: root.count("/") + 1])
    return path[len(mount) :] if unquote(mount) == root else path
