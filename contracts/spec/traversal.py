"""A walk over a document that knows what each object is, and follows references.

It tells references from data: ``$ref`` is a reference where OpenAPI puts a Reference Object or a schema, and plain data
as the name of a property or inside an example.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from contracts.spec.pointers import child_pointer, reference_pointer, split_pointer, walk
from contracts.spec.shapes import DOCUMENT, REFERABLE, SHAPES, Kind

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


def target_of(tree: dict[str, Any], reference: Reference) -> tuple[str, Any] | None:
    """The pointer and the value that an internal reference leads to; ``None`` where it leads nowhere."""
    if reference.text != "#" and not reference.text.startswith("#/"):
        return None
    pointer = reference_pointer(reference.text)
    try:
        return pointer, walk(tree, pointer)
    except KeyError:
        return None


Edge = tuple[Visit, Reference, str, Any]
"""A reference that leads somewhere: who holds it, it, and the pointer and value that it leads to."""


def visit_bundled(tree: dict[str, Any], edges: list[Edge] | None = None) -> Iterator[Visit]:
    """Walk over a whole document whose references are all internal.

    :param edges: is told each reference that leads somewhere.
    """

    def follow(here: Visit) -> Iterator[Visit]:
        for reference in references(here):
            found = target_of(tree, reference)
            if found is None:
                continue
            if edges is not None:
                edges.append((here, reference, *found))
            if isinstance(found[1], dict):
                yield arrival(reference, *found)

    return visit(Visit(DOCUMENT, tree, (), ""), follow)


def arrival(reference: Reference, pointer: str, node: dict[str, Any]) -> Visit:
    """The object that a reference leads to."""
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
