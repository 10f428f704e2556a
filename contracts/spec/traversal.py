"""Traverse the objects of a document, with their kinds, and follow references.

A ``$ref`` is a reference only where OpenAPI allows a Reference Object or a schema; it is data if it is the name of a
property or part of an example.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from contracts.spec.object_model import DOCUMENT, REFERABLE, SHAPES, Kind, ObjectType
from contracts.spec.pointers import child_pointer, reference_pointer, split_pointer, walk

Trail = tuple[Any, ...]
"""Path of a node as nested pairs, which share common prefixes: ``(((), "paths"), "/cases")``.

Cheaper than building a pointer for each node; see :func:`pointer_of`.
"""


class Visit(NamedTuple):
    """One object of the document.

    :param parent: kind of the object that contains it; ``""`` for the root and for objects reached by a reference.
    """

    kind: Kind
    node: dict[str, Any]
    trail: Trail
    parent: Kind


Follow = Callable[[Visit], Iterable[Visit]]
"""Yields the targets of an object's references; see :func:`references`."""


def visit(start: Visit, follow: Follow) -> Iterator[Visit]:
    """Visit an object, all objects below it, and the targets of their references, once for each kind of use.

    Objects come in document order; objects that only references reach come last. Values of the wrong type are skipped.
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
            stack.extend(reversed(children(here)))


def children(here: Visit) -> list[Visit]:
    """The objects directly below an object."""
    kind, node, trail, _ = here
    fields, rest = _FIELDS[kind]
    found: list[Visit] = []
    for field, value in node.items():
        known = fields.get(field)
        if known is None:
            if rest and isinstance(value, dict) and not field.startswith("x-"):
                found.append(Visit(rest, value, (trail, field), kind))
            continue
        of, below = known
        if of is _ONE:
            if isinstance(value, dict):
                found.append(Visit(below, value, (trail, field), kind))
        elif of is _MANY:
            if isinstance(value, list):
                inner, items = (trail, field), enumerate(value)
                found += [Visit(below, one, (inner, index), kind) for index, one in items if isinstance(one, dict)]
        elif isinstance(value, dict):
            inner = (trail, field)
            found += [Visit(below, one, (inner, key), kind) for key, one in value.items() if isinstance(one, dict)]
    return found


_ONE, _MANY, _NAMED = "one", "many", "named"


def _fields(shape: ObjectType) -> dict[str, tuple[str, Kind]]:
    """What each field of an object contains: one object, a list of objects or named objects, and their kind."""
    tables = ((_NAMED, shape.named), (_MANY, shape.many), (_ONE, shape.one))
    return {field: (of, below) for of, table in tables for field, below in table.items()}


_FIELDS = {kind: (_fields(shape), shape.rest) for kind, shape in SHAPES.items()}
"""By kind, its fields and the kind of all other fields: the traversal looks up each key of a document once."""


class Reference(NamedTuple):
    """One reference.

    :param holder: the mapping that contains it under ``key``.
    :param trail: path of the holder.
    :param kind: expected kind of the target.
    :param is_mapping: whether it is a value of a discriminator's ``mapping``, or its ``defaultMapping``: either may be
        the name of a schema.
    """

    holder: dict[str, Any]
    key: str
    trail: Trail
    kind: Kind
    is_mapping: bool = False

    @property
    def pointer(self) -> str:
        """JSON pointer of the reference itself."""
        return pointer_of((self.trail, self.key))

    @property
    def text(self) -> str:
        """The URI reference as written."""
        uri: str = self.holder[self.key]
        return uri


def references(here: Visit) -> Iterator[Reference]:
    """The references of an object itself, without those of the objects below it."""
    kind, node, trail, _ = here
    if kind not in REFERABLE:
        return
    if isinstance(node.get("$ref"), str):
        yield Reference(node, "$ref", trail, kind)
    if kind == "schema":
        if isinstance(node.get("$dynamicRef"), str):
            yield Reference(node, "$dynamicRef", trail, kind)
        discriminator = node.get("discriminator")
        mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
        if isinstance(mapping, dict):
            for value in [value for value, name in mapping.items() if isinstance(name, str)]:
                yield Reference(mapping, value, ((trail, "discriminator"), "mapping"), kind, is_mapping=True)
        if isinstance(discriminator, dict) and isinstance(discriminator.get("defaultMapping"), str):
            yield Reference(discriminator, "defaultMapping", (trail, "discriminator"), kind, is_mapping=True)


def target_of(tree: dict[str, Any], reference: Reference) -> tuple[str, Any] | None:
    """Pointer and value of the target of an internal reference; ``None`` if it does not exist."""
    if reference.text != "#" and not reference.text.startswith("#/"):
        return None
    pointer = reference_pointer(reference.text)
    try:
        return pointer, walk(tree, pointer)
    except KeyError:
        return None


Edge = tuple[Visit, Reference, str, Any]
"""A resolved reference: the object that contains it, the reference, and the pointer and value of its target."""


def visit_bundled(tree: dict[str, Any], edges: list[Edge] | None = None) -> Iterator[Visit]:
    """Visit all objects of a document with internal references only.

    :param edges: collects all resolved references.
    """

    def follow(here: Visit) -> Iterator[Visit]:
        for reference in references(here):
            found = target_of(tree, reference)
            if found is None:
                continue
            if edges is not None:
                edges.append((here, reference, *found))
            if isinstance(found[1], dict):
                yield visit_target(reference, *found)

    return visit(Visit(DOCUMENT, tree, (), ""), follow)


def visit_target(reference: Reference, pointer: str, node: dict[str, Any]) -> Visit:
    """The visit of a reference's target."""
    return Visit(reference.kind, node, trail_to(split_pointer(pointer)), "")


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
