"""The URLs of servers, and the servers that apply to a path or an operation."""

from __future__ import annotations

from itertools import islice, product
from typing import NamedTuple
from urllib.parse import urlsplit

from contracts.diff.difference import Located
from contracts.diff.document_view import DocumentView

MAX_URLS = 50
"""URLs of one server whose variables have several values."""

NO_SERVER = Located("/servers", {})
"""What applies where a document names no server: the URL ``/``."""


class ServerUrl(NamedTuple):
    """A URL of a server, with values for its variables.

    :param url: without a slash at the end; ``""`` for ``/``.
    """

    url: str
    site: Located


def servers_of(side: DocumentView, *holders: Located) -> list[Located]:
    """Return the servers of the first object that has some: an operation, a path item, or else the document."""
    for holder in (*holders, side.root):
        if holder.node.get("servers"):
            return [site for _, site in side.members(holder, "servers")]
    return [NO_SERVER]


def urls_of(side: DocumentView, server: Located) -> list[ServerUrl]:
    """Return the URLs of a server: one for each combination of the values that its variables list."""
    variables = {name: _values(site) for name, site in side.members(server, "variables")}
    url = str(server.node.get("url", "/"))
    found = []
    for values in islice(product(*variables.values()), MAX_URLS):
        text = url
        for name, value in zip(variables, values, strict=True):
            text = text.replace(f"{{{name}}}", value)
        found.append(ServerUrl(text.rstrip("/"), server))
    return found


def _values(variable: Located) -> list[str]:
    listed = variable.node.get("enum")
    values = listed if isinstance(listed, list) and listed else [variable.node.get("default", "")]
    return [str(value) for value in values]


def is_same_url(one: str, other: str) -> bool:
    """Return whether two URLs are the same, as far as both are known: one without a host is at any host."""
    if one == other:
        return True
    first, second = _parts(one), _parts(other)
    return (not first[0] or not second[0]) and first[1] == second[1]


def _parts(url: str) -> tuple[str, str]:
    try:
        found = urlsplit(url)
    except ValueError:  # braces of a variable without a value may look like an IPv6 address
        return "", url
    return found.netloc, found.path.rstrip("/") if found.netloc else url
