"""Servers of a document: their URLs and base paths (OpenAPI 3.1, section 4.8.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

MAX_URLS = 32
"""Maximum number of URLs of one server with variables that have several values."""

_VARIABLE = re.compile(r"\{([^{}]*)\}")


def server_url(server: Mapping[str, Any]) -> str:
    """Return the URL of a Server Object, with the defaults of its variables."""
    defaults = {name: values[0] for name, values in _values(server).items() if values}
    return _VARIABLE.sub(lambda match: defaults.get(match[1]) or match[0], _url(server))


def is_absolute(url: str) -> bool:
    """Whether a URL has a host."""
    try:
        return bool(urlsplit(url).netloc)
    except ValueError:  # such as an unclosed bracket
        return False


def base_paths(servers: Iterable[Any]) -> tuple[str, ...]:
    """Return the paths of the URLs of Server Objects, with all values of their variables: ``/v2``.

    They are decoded, without a trailing slash and without those that are empty. A relative URL counts from the root of
    the host, as the document may be served from anywhere.
    """
    urls = (url for server in servers if isinstance(server, Mapping) for url in _urls(server))
    return tuple(dict.fromkeys(path for url in urls if (path := _path(url))))


def _urls(server: Mapping[str, Any]) -> Iterator[str]:
    """Yield the URLs of a server; a variable without values stays as it is written."""
    url, known = _url(server), _values(server)
    names = [name for name in dict.fromkeys(_VARIABLE.findall(url)) if known.get(name)]
    for values in islice(product(*(known[name] for name in names)), MAX_URLS):
        chosen = dict(zip(names, values, strict=True))
        yield _with_values(url, chosen)


def _with_values(url: str, values: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda match: values.get(match[1], match[0]), url)


def _url(server: Mapping[str, Any]) -> str:
    url = server.get("url")
    return url if isinstance(url, str) else ""


def _values(server: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the values of the variables of a server, the default first."""
    variables = server.get("variables")
    found: dict[str, list[str]] = {}
    for name, variable in variables.items() if isinstance(variables, Mapping) else ():
        if isinstance(variable, Mapping):
            listed = variable.get("enum")
            default = [variable["default"]] if "default" in variable else []
            values = [*default, *(listed if isinstance(listed, list) else ())]
            found[name] = list(dict.fromkeys(map(str, values)))
    return found


def _path(url: str) -> str:
    """Return the path of a URL; ``""`` if it is the root, or has a variable without value."""
    try:
        path = urlsplit(urljoin("http://localhost/", url.strip())).path
    except ValueError:
        return ""
    path = unquote(path).rstrip("/")
    return path if path.startswith("/") and not _VARIABLE.search(path) else ""
