"""The properties of an item with its own URL, such as ``self`` or ``_links.self.href``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from contracts.spec.keys import Keys, schema_at
from contracts.spec.names import plain
from contracts.spec.schemas import Schema
from contracts.spec.shapes import core, types_of

_WRAPPERS = ("_links", "links")
_SELF = frozenset({"self", "selflink", "selfurl", "selfhref", "selfuri", "resourceurl", "resourceuri"})
"""Plain names of properties that certainly have the URL of the item."""

_URLS = frozenset({"url", "uri"})
"""Plain names of properties that may have another URL, such as that of a website."""

_SAYS_SELF = re.compile(
    r"\bself\b|\b(?:canonical|API) (?:URL|URI|link)|\bthis (?:resource|object|item)\b", re.IGNORECASE
)


def self_links(item: Schema, id_path: Keys, settable: Collection[str], servers: Sequence[str]) -> tuple[Keys, ...]:
    """Return the keys to each property of an item that contains the URL of the item.

    :param id_path: keys to the id of the item, which is not a link.
    :param settable: names of the properties that clients send, whose values are not those of the server.
    :param servers: absolute URLs of the API; an example that begins with one of them is a link.
    """
    found = [*_in_wrappers(item), *_in_item(item, settable, servers)]
    return tuple(keys for keys in found if keys != id_path)


def _in_wrappers(item: Schema) -> Iterator[Keys]:
    for wrapper in _WRAPPERS:
        link = schema_at(item, (wrapper, "self"))
        if link is not None:
            yield from _link(link, (wrapper, "self"))


def _in_item(item: Schema, settable: Collection[str], servers: Sequence[str]) -> Iterator[Keys]:
    for name, schema in item.possible_properties.items():
        if name in settable and not _is_read_only(schema):
            continue
        if plain(name) in _SELF:
            yield from _link(schema, (name,))
        elif types_of(schema) == {"string"} and (name == "href" or (plain(name) in _URLS and _is_own(schema, servers))):
            yield (name,)


def _link(schema: Schema, keys: Keys) -> Iterator[Keys]:
    """Yield the keys to the URL in a link: the link itself, or its ``href``."""
    if types_of(schema) == {"string"}:
        yield keys
    href = schema.possible_properties.get("href")
    if href is not None and types_of(href) == {"string"}:
        yield (*keys, "href")


def _is_own(schema: Schema, servers: Sequence[str]) -> bool:
    """Whether the document says that a URL is the one of the item in the API."""
    node = core(schema).node
    if not isinstance(node, dict):
        return False
    examples = [node.get("example"), node.get("default"), *_list(node.get("examples"))]
    if any(isinstance(one, str) and any(one.startswith(f"{server}/") for server in servers) for one in examples):
        return True
    return bool(_SAYS_SELF.search(str(node.get("description", ""))))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _is_read_only(schema: Schema) -> bool:
    return any(isinstance(node, dict) and node.get("readOnly") is True for node in (schema.node, core(schema).node))
