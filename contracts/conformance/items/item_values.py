"""Items in responses: the item itself, the items of a list, and the path values that identify them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from contracts.conformance.request_builder import Values
from contracts.conformance.routes import path_values_in
from contracts.generation.media_types import family
from contracts.messages import Response
from contracts.spec.keys import EACH_VALUE, value_at
from contracts.spec.model import Operation, Resource
from contracts.spec.yaml_values import parse_yaml

Item = dict[str, Any]

ENVELOPES = ("data", "result", "item", "record", "object", "resource", "attributes", "metadata")
"""Usual names of the property with the item, if the document does not describe it."""

LISTS = (*ENVELOPES, "items", "results", "records", "entries", "values")
"""Usual names of the property with the items of a list, if the document does not describe it."""

ID_NAMES = ("id", "uuid", "uid", "name", "key", "slug", "code")
"""Usual names of the property with the id, if the document does not describe it."""

UNIQUE_NAMES = ("id", "uuid", "uid")
"""Names of properties that are certainly unique in a list; several items may have one name, code or key."""

MAX_ITEMS = 200
"""Maximum number of items of one list that are examined."""


def json_value(response: Response) -> Any:
    """Return the value in a successful response in JSON or YAML; ``None`` if it has none."""
    if not response.is_success or not response.body:
        return None
    try:
        return parse_yaml(response.body) if family(response.media_type) == "yaml" else response.json
    except (ValueError, RecursionError):
        return None


def item_in(operation: Operation, response: Response) -> Item | None:
    """Return the item in a successful response of an operation, inside its envelope; ``None`` if there is none."""
    value = json_value(response)
    keys = operation.resource.item_path if operation.resource else ()
    found = value_at(value, keys)
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    return found if isinstance(found, dict) else None


def items_in(lister: Operation, response: Response) -> list[Item]:
    """Return the items in the response of a list."""
    keys = lister.resource.list_path if lister.resource else ()
    value = json_value(response)
    if not keys and isinstance(value, dict):  # the document does not describe the envelope
        lists = [one for name, one in value.items() if isinstance(one, list) and name in LISTS]
        value = lists[0] if len(lists) == 1 else value
    if keys[-1:] == (EACH_VALUE,):
        value = value_at(value, keys[:-1])
        value = list(value.values()) if isinstance(value, Mapping) else None
    else:
        value = value_at(value, keys)
    return [one for one in value[:MAX_ITEMS] if isinstance(one, dict)] if isinstance(value, list) else []


def id_of(resource: Resource, item: Item | None) -> Any:
    """Return the id of an item, a string or a number; ``None`` if it is not known.

    If the document does not say where it is, it is looked for under usual names, also in an envelope.
    """
    return _id_of(resource, item, ID_NAMES)


def unique_id_of(resource: Resource, item: Item | None) -> Any:
    """Return what tells an item of a list from all others; ``None`` if no property is certain to do that."""
    return _id_of(resource, item, UNIQUE_NAMES)


def _id_of(resource: Resource, item: Item | None, usual: tuple[str, ...]) -> Any:
    if resource.id_path and (known := _identifier(value_at(item, resource.id_path))) is not None:
        return known
    if resource.id_path:
        return _identifier((item or {}).get(resource.id_parameter))
    owners = (item, *(value_at(item, (name,)) for name in ENVELOPES))
    names = (resource.id_parameter, *usual)
    found = (_identifier(owner.get(name)) for owner in owners if isinstance(owner, dict) for name in names)
    return next((one for one in found if one is not None), None)


def _identifier(value: Any) -> Any:
    return value if isinstance(value, str | int) and not isinstance(value, bool) and value != "" else None


def parent_id_in(item: Item | None, parameter: str) -> Any:
    """Return the id of a parent in an item under the name of a path parameter; ``None`` if it is not there."""
    value = (item or {}).get(parameter)
    if isinstance(value, dict):
        value = next((value[name] for name in ("login", *ID_NAMES) if name in value), None)
    return _identifier(value)


def values_of(reader: Operation, item: Item | None, parents: Values) -> Values | None:
    """Return the path values of an item for the operation that reads it; ``None`` if its id is not known."""
    resource = reader.resource
    found = id_of(resource, item) if resource else None
    if found is None or resource is None or not resource.id_parameter:
        return None
    return {**parents, ("path", resource.id_parameter): found}


def encoded_url(url: str) -> str:
    """Return a URL of a response as it can be sent: characters that no URL has are percent-encoded."""
    return quote(url, safe="%/:=&?~#+!$,;'@()*[]")


def values_in_url(template: str, base: str, target: str, url: str) -> Values | None:
    """Return the path values in a URL that a response contains; ``None`` if it is not one of the template.

    :param base: the base URL of the server.
    :param target: the target of the request, to which a relative URL refers (RFC 9110, section 10.2.2).
    """
    absolute = urljoin(base + target, url)
    if not absolute.startswith(f"{base}/"):
        path = urlsplit(absolute).path  # servers behind a proxy often use their internal host name
        return path_values_in(template, path.rstrip("/") or path)
    path = urlsplit(absolute.removeprefix(base)).path
    return path_values_in(template, path) or path_values_in(template, path.rstrip("/"))


def urls_in(response: Response, item: Item | None) -> Iterator[str]:
    """Yield the URLs in a response that may be that of its item: ``Location``, ``Content-Location`` and links."""
    for name in ("location", "content-location"):
        if url := response.header(name):
            yield url
    for name in ("url", "href", "self", "uri", "self_link", "selfLink"):
        value = (item or {}).get(name)
        if isinstance(value, str):
            yield value
    for keys in (("_links", "self", "href"), ("links", "self"), ("links", "self", "href")):
        value = value_at(item, keys)
        if isinstance(value, str):
            yield value
