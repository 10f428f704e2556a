"""The requests that an API sends: webhooks (OpenAPI 3.1), and callbacks of operations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.spec.model import Contract
from contracts.spec.path_items import OperationEntry, Part, operations_of, parts_of
from contracts.spec.pointers import child_pointer, reference_pointer, walk
from contracts.spec.schemas import Schema

EXTENSION = "x-webhooks"
"""Webhooks of OpenAPI 3.0, an extension of Redocly and GitHub."""


@dataclass(frozen=True)
class Webhook:
    """A request that an API sends to a URL of the client.

    :param media_type: of the body; ``""`` if it has none.
    :param schema: of the body; ``None`` if it has none, or an undocumented one.
    :param headers: the schemas of the required headers by name.
    """

    name: str
    method: str
    media_type: str
    schema: Schema | None
    headers: Mapping[str, Schema]


def webhooks_of(contract: Contract) -> dict[str, Webhook]:
    """Return the webhooks and callbacks of a document by name.

    Webhooks take precedence over callbacks of the same name. A callback is also named ``OPERATION.CALLBACK``.
    """
    found: dict[str, Webhook] = {}
    for name, pointer in _named(contract):
        if name not in found and (webhook := _webhook(contract, name, pointer)) is not None:
            found[name] = webhook
    return found


def _named(contract: Contract) -> Iterator[tuple[str, str]]:
    """Yield names, and pointers of path items."""
    for section in ("webhooks", EXTENSION):
        for name in _mapping(contract.tree.get(section)):
            yield name, child_pointer(f"/{section}", name)
    for operation in contract.operations:
        for name in _mapping(_mapping(_follow(contract, operation.pointer)[1]).get("callbacks")):
            pointer, callback = _follow(contract, child_pointer(operation.pointer, "callbacks", name))
            expressions = [one for one in _mapping(callback) if not one.startswith("x-")]
            for full_name in (name, f"{operation.id}.{name}") if expressions else ():
                yield full_name, child_pointer(pointer, expressions[0])


def _webhook(contract: Contract, name: str, pointer: str) -> Webhook | None:
    """Return the webhook of a path item: that with POST, else its first operation."""
    item = walk(contract.tree, pointer)
    parts = parts_of(contract.tree, pointer, item) if isinstance(item, dict) else []
    operations = [*operations_of(parts)]
    if not operations:
        return None
    entry = next((one for one in operations if one.method == "POST"), operations[0])
    media_type, schema = _body(contract, entry)
    return Webhook(name, entry.method, media_type, schema, dict(_headers(contract, [*parts, Part(*entry[1:])])))


def _body(contract: Contract, entry: OperationEntry) -> tuple[str, Schema | None]:
    """Return media type and schema of the body: JSON if it is documented, else the first one."""
    if "requestBody" not in entry.node:
        return "", None
    pointer, body = _follow(contract, child_pointer(entry.pointer, "requestBody"))
    names = [*_mapping(_mapping(body).get("content"))]
    if not names:
        return "", None
    name = next((one for one in names if one.partition(";")[0].strip().lower().endswith(("/json", "+json"))), names[0])
    pointer, media = _follow(contract, child_pointer(pointer, "content", name))
    schema = contract.schema(child_pointer(pointer, "schema")) if "schema" in _mapping(media) else None
    return name, schema


def _headers(contract: Contract, parts: list[Part]) -> Iterator[tuple[str, Schema]]:
    for part in parts:
        parameters = part.node.get("parameters")
        for index in range(len(parameters) if isinstance(parameters, list) else 0):
            pointer, node = _follow(contract, child_pointer(part.pointer, "parameters", index))
            known = _mapping(node)
            if known.get("in") == "header" and known.get("required") is True and "schema" in known:
                yield str(known["name"]), contract.schema(child_pointer(pointer, "schema"))


def _follow(contract: Contract, pointer: str) -> tuple[str, Any]:
    """Follow references; return pointer and value of the final target, ``None`` if it does not exist."""
    seen = set[str]()
    while pointer not in seen:
        seen.add(pointer)
        try:
            node = walk(contract.tree, pointer)
        except KeyError:
            break
        if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
            return pointer, node
        pointer = reference_pointer(node["$ref"])
    return pointer, None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
