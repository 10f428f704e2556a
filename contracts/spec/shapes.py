"""Which object of OpenAPI stands where: a table, and a walk that follows it.

The walk tells references from data: ``$ref`` is a reference where OpenAPI puts a Reference Object or a schema, and
plain data as the name of a property or inside an example. Section numbers are those of OpenAPI 3.1.1 and 3.2.0.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from contracts.spec.document import child_pointer

Kind = str
"""``schema``, ``parameter``, … in the words of the tables below."""

DOCUMENT: Kind = "document"

REFERABLE = frozenset(
    {"path-item", "parameter", "header", "request-body", "response", "media-type"}
    | {"example", "link", "callback", "security-scheme", "schema"}
)
"""Kinds that may be given as ``$ref``; a media type only since 3.2."""


@dataclass(frozen=True)
class Shape:
    """What stands below an object of one kind.

    :param one: fields that hold one object.
    :param many: fields that hold a list of objects.
    :param named: fields that hold a mapping of names to objects.
    :param rest: kind of every other field that is no extension, for objects that are mappings themselves.
    """

    one: dict[str, Kind]
    many: dict[str, Kind]
    named: dict[str, Kind]
    rest: Kind = ""


def _shape(one: str = "", many: str = "", named: str = "", rest: Kind = "") -> Shape:
    tables = [dict(entry.split(":") for entry in text.split()) for text in (one, many, named)]
    return Shape(tables[0], tables[1], tables[2], rest)


METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The fields of a path item that are operations; ``query`` since 3.2."""

SHAPES: dict[Kind, Shape] = {
    "document": _shape(one="paths:paths components:components", named="webhooks:path-item"),
    "components": _shape(
        named="schemas:schema responses:response parameters:parameter examples:example requestBodies:request-body "
        "headers:header securitySchemes:security-scheme links:link callbacks:callback pathItems:path-item "
        "mediaTypes:media-type"
    ),
    "paths": _shape(rest="path-item"),
    "path-item": _shape(
        one=" ".join(f"{method}:operation" for method in METHODS),
        many="parameters:parameter",
        named="additionalOperations:operation",
    ),
    "operation": _shape(
        one="requestBody:request-body responses:responses", many="parameters:parameter", named="callbacks:callback"
    ),
    "responses": _shape(rest="response"),
    "callback": _shape(rest="path-item"),
    "parameter": _shape(one="schema:schema", named="content:media-type examples:example"),
    "header": _shape(one="schema:schema", named="content:media-type examples:example"),
    "request-body": _shape(named="content:media-type"),
    "response": _shape(named="headers:header content:media-type links:link"),
    "media-type": _shape(
        one="schema:schema itemSchema:schema itemEncoding:encoding",
        many="prefixEncoding:encoding",
        named="examples:example encoding:encoding",
    ),
    "encoding": _shape(
        one="itemEncoding:encoding", many="prefixEncoding:encoding", named="headers:header encoding:encoding"
    ),
    "example": _shape(),
    "link": _shape(),
    "security-scheme": _shape(),
    "schema": _shape(
        one="additionalProperties:schema items:schema not:schema if:schema then:schema else:schema contains:schema "
        "propertyNames:schema unevaluatedItems:schema unevaluatedProperties:schema contentSchema:schema",
        many="allOf:schema oneOf:schema anyOf:schema prefixItems:schema",
        named="properties:schema patternProperties:schema dependentSchemas:schema $defs:schema",
    ),
}

Trail = tuple[Any, ...]
"""The tokens that lead to a node, as nested pairs that share what they have in common: ``(((), "paths"), "/cases")``.

A pointer is made of it only where one is asked for; that keeps the walk fast.
"""


class Visit(NamedTuple):
    """One object of the document.

    :param parent: kind of the object that holds it; ``""`` for the document itself and for what was reached by a
        reference from elsewhere.
    """

    kind: Kind
    node: dict[str, Any]
    trail: Trail
    parent: Kind


Follow = Callable[[Visit], Iterable[Visit]]
"""What an object refers to; see :func:`references`."""


def visit(start: Visit, follow: Follow) -> Iterator[Visit]:
    """Walk from an object to all below it and all they refer to, each object once for each kind it is used as.

    Objects come in the document's order, what is only referred to last. What is no mapping is passed over.
    """
    seen: set[tuple[int, Kind]] = set()
    referred = deque([start])
    while referred:
        stack = [referred.popleft()]
        while stack:
            here = stack.pop()
            if (id(here.node), here.kind) in seen:
                continue
            seen.add((id(here.node), here.kind))
            yield here
            if "$ref" in here.node or "$dynamicRef" in here.node or "discriminator" in here.node:
                referred.extend(follow(here))
            stack.extend(reversed(list(children(here))))


class Reference(NamedTuple):
    """One reference.

    :param holder: the mapping that holds it, under ``key``.
    :param pointer: its own JSON pointer.
    :param kind: of what it refers to.
    :param is_mapping: for a value of a discriminator's ``mapping``, which may be a schema's name instead.
    """

    holder: dict[str, Any]
    key: str
    pointer: str
    kind: Kind
    is_mapping: bool = False

    @property
    def text(self) -> str:
        """The reference as it is written."""
        text: str = self.holder[self.key]
        return text


def references(here: Visit) -> Iterator[Reference]:
    """The references that an object holds itself, those of the objects below it aside."""
    kind, node, trail, _ = here
    if kind not in REFERABLE:
        return
    if isinstance(node.get("$ref"), str):
        yield Reference(node, "$ref", pointer_of((trail, "$ref")), kind)
    if kind == "schema":
        if isinstance(node.get("$dynamicRef"), str):
            yield Reference(node, "$dynamicRef", pointer_of((trail, "$dynamicRef")), kind)
        discriminator = node.get("discriminator")
        mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
        if isinstance(mapping, dict):
            for value in [value for value, name in mapping.items() if isinstance(name, str)]:
                pointer = pointer_of((((trail, "discriminator"), "mapping"), value))
                yield Reference(mapping, value, pointer, kind, is_mapping=True)


def children(here: Visit) -> Iterator[Visit]:
    """The objects that stand directly below one."""
    kind, node, trail, _ = here
    shape = SHAPES[kind]
    for field, value in node.items():
        if field in shape.one:
            if isinstance(value, dict):
                yield Visit(shape.one[field], value, (trail, field), kind)
        elif field in shape.many:
            if isinstance(value, list):
                yield from _items(shape.many[field], value, (trail, field), kind)
        elif field in shape.named:
            if isinstance(value, dict):
                yield from _members(shape.named[field], value, (trail, field), kind)
        elif shape.rest and isinstance(value, dict) and not field.startswith("x-"):
            yield Visit(shape.rest, value, (trail, field), kind)


def _items(kind: Kind, values: list[Any], trail: Trail, parent: Kind) -> Iterator[Visit]:
    for index, value in enumerate(values):
        if isinstance(value, dict):
            yield Visit(kind, value, (trail, index), parent)


def _members(kind: Kind, values: dict[str, Any], trail: Trail, parent: Kind) -> Iterator[Visit]:
    for name, value in values.items():
        if isinstance(value, dict):
            yield Visit(kind, value, (trail, name), parent)


def pointer_of(trail: Trail) -> str:
    """The JSON pointer of a trail."""
    tokens: list[str | int] = []
    while trail:
        trail, token = trail
        tokens.append(token)
    return child_pointer("", *reversed(tokens))


def trail_to(tokens: list[str]) -> Trail:
    """The trail of a pointer's tokens."""
    trail: Trail = ()
    for token in tokens:
        trail = (trail, token)
    return trail
